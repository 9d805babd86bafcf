/** Tests of how tables are loaded. */
@NullMarked
package dev.rapport.engine.load;

import org.jspecify.annotations.NullMarked;
