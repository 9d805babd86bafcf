/** Tests of the command line, run in this process; the directions of modules. */
@NullMarked
package dev.rapport.app;

import org.jspecify.annotations.NullMarked;
