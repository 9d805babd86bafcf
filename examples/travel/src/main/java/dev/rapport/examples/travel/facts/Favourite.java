package dev.rapport.examples.travel.facts;

import java.time.Instant;

/**
 * A place that a traveller marked as a favourite.
 *
 * @param changedAt when it was marked, or unmarked: when we learned this version
 * @param removed whether this version takes the mark back
 */
public record Favourite(
    String favouriteId,
    String userId,
    String destination,
    Instant markedAt,
    Instant changedAt,
    boolean removed) {}
