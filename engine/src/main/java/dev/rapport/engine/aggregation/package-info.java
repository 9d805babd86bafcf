/** The one library of aggregations: four functions for each that a definition may name. */
@NullMarked
package dev.rapport.engine.aggregation;

import org.jspecify.annotations.NullMarked;
