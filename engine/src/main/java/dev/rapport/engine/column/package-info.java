/** Values in columns: numbers and times as primitives, texts by their codes in a dictionary. */
@NullMarked
package dev.rapport.engine.column;

import org.jspecify.annotations.NullMarked;
