package dev.rapport.examples.travel.facts;

import java.time.Instant;

/**
 * A video that a traveller watched.
 *
 * @param topic what it showed, such as {@code diving}
 * @param receivedAt when the collector got the event
 */
public record VideoWatched(
    String watchId, String userId, String topic, Instant watchedAt, Instant receivedAt) {}
