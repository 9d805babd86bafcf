/** Synthetic travellers: a seeded generator of facts, and of the hidden truth behind them. */
@NullMarked
package dev.rapport.examples.travel.generator;

import org.jspecify.annotations.NullMarked;
