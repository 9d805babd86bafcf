/** Reads tables into stores of facts, within the memory they may take. */
@NullMarked
package dev.rapport.engine.load;

import org.jspecify.annotations.NullMarked;
