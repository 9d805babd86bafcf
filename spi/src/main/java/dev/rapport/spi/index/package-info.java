/** Search over the items of a knowledge. */
@NullMarked
package dev.rapport.spi.index;

import org.jspecify.annotations.NullMarked;
