package dev.rapport.examples.travel.facts;

import java.time.Instant;

/**
 * A click on the page of a place.
 *
 * @param destination a key of {@link Place}
 * @param receivedAt when the collector got the event
 */
public record Click(
    String clickId, String userId, String destination, Instant clickedAt, Instant receivedAt) {}
