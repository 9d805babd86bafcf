/** Tests of the door, through the real storage. */
@NullMarked
package dev.rapport.platform;

import org.jspecify.annotations.NullMarked;
