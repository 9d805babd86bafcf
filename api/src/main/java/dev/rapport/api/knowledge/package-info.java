/** Searchable collections of items, and the candidates taken from them. */
@NullMarked
package dev.rapport.api.knowledge;

import org.jspecify.annotations.NullMarked;
