/** Aggregations that look at values alone: the four functions of each, as {@code Aggregator}s. */
@NullMarked
package dev.rapport.engine.aggregation.function;

import org.jspecify.annotations.NullMarked;
