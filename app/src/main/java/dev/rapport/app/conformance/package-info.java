/** Rapport itself as answer paths of the testkit: the same questions by dataset and by serving. */
@NullMarked
package dev.rapport.app.conformance;

import org.jspecify.annotations.NullMarked;
