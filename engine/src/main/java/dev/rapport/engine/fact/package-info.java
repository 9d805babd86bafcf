/** Facts as they are kept: in columns, by key, in their total order, with what was known when. */
@NullMarked
package dev.rapport.engine.fact;

import org.jspecify.annotations.NullMarked;
