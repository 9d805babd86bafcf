/** The aggregations and windows a feature may name, as values; their code lives in the engine. */
@NullMarked
package dev.rapport.api.aggregation;

import org.jspecify.annotations.NullMarked;
