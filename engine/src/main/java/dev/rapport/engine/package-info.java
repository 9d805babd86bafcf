/**
 * How definitions are carried out: catalog check, aggregation, point-in-time reads, retrieval,
 * prompt assembly and memory. Its packages mirror those of {@code dev.rapport.api}. Time comes from
 * an injected clock and outside things through {@code dev.rapport.spi}.
 */
@NullMarked
package dev.rapport.engine;

import org.jspecify.annotations.NullMarked;
