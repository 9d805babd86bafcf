/**
 * What a case says, in Rapport's terms: sources of facts, features, questions and their moments.
 */
@NullMarked
package dev.rapport.testkit.conformance.translate;

import org.jspecify.annotations.NullMarked;
