/**
 * How the facts of streams lie in the log: their rows, their order, their times, their histories.
 */
@NullMarked
package dev.rapport.engine.stream;

import org.jspecify.annotations.NullMarked;
