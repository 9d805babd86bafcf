/** Reading tables by SQL over files, and writing tables. */
@NullMarked
package dev.rapport.spi.table;

import org.jspecify.annotations.NullMarked;
