/** The cases of others, run on the reference. */
@NullMarked
package dev.rapport.testkit.conformance;

import org.jspecify.annotations.NullMarked;
