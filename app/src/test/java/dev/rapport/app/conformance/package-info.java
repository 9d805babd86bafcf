/** Rapport against the reference and against the cases of peers. */
@NullMarked
package dev.rapport.app.conformance;

import org.jspecify.annotations.NullMarked;
