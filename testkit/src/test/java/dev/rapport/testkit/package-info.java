/** Comparing answers. */
@NullMarked
package dev.rapport.testkit;

import org.jspecify.annotations.NullMarked;
