/** The {@code rapport} command line: its start, its exit codes. */
@NullMarked
package dev.rapport.app;

import org.jspecify.annotations.NullMarked;
