/** Tests of columns. */
@NullMarked
package dev.rapport.engine.column;

import org.jspecify.annotations.NullMarked;
