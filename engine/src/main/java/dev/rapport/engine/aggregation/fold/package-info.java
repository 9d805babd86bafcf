/** The four functions of an aggregation as the engine runs it, and what they come to. */
@NullMarked
package dev.rapport.engine.aggregation.fold;

import org.jspecify.annotations.NullMarked;
