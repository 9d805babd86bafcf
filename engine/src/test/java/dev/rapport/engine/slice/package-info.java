/** Tests of how tables are loaded. */
@NullMarked
package dev.rapport.engine.slice;

import org.jspecify.annotations.NullMarked;
