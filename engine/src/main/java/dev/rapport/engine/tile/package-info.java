/**
 * Facts of windows that round their start, kept as one state for each hop instead of one by one.
 */
@org.jspecify.annotations.NullMarked
package dev.rapport.engine.tile;
