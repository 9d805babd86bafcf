/**
 * Whether more context helps: the place that each traveller would truly choose, and at which rank
 * it stands. For tests, evaluation and the demo's scoreboard only; no definition may see it.
 */
@NullMarked
package dev.rapport.examples.travel.evaluation;

import org.jspecify.annotations.NullMarked;
