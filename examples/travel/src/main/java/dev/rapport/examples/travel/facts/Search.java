package dev.rapport.examples.travel.facts;

import java.time.Instant;

/**
 * A search for a place.
 *
 * @param destination the place that was searched for, a key of {@link Place}
 * @param receivedAt when the collector got the event
 */
public record Search(
    String searchId, String userId, String destination, Instant searchedAt, Instant receivedAt) {}
