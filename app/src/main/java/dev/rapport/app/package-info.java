/** The {@code rapport} command line. */
@NullMarked
package dev.rapport.app;

import org.jspecify.annotations.NullMarked;
