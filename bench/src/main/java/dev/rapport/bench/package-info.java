/** JMH benchmarks: {@code ./rapport bench} runs them all, {@code ./rapport bench NAME} one. */
@NullMarked
package dev.rapport.bench;

import org.jspecify.annotations.NullMarked;
