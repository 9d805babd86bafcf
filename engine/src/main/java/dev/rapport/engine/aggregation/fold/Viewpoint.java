package dev.rapport.engine.aggregation.fold;

import java.time.ZoneId;

/**
 * Where an aggregation is looked at from when it is finished.
 *
 * @param moment the question's, in micros
 * @param end of the window, in micros: before it by the window's offset
 * @param zone of the feature's calendar; UTC where it has none
 */
public record Viewpoint(long moment, long end, ZoneId zone) {}
