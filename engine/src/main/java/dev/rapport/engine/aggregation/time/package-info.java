/** Aggregations that look at when the facts were. */
@NullMarked
package dev.rapport.engine.aggregation.time;

import org.jspecify.annotations.NullMarked;
