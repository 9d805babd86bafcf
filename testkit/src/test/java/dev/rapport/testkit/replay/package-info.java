/** The reference against answers written by hand. */
@NullMarked
package dev.rapport.testkit.replay;

import org.jspecify.annotations.NullMarked;
