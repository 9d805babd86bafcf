package dev.rapport.examples.travel.facts;

import java.time.Instant;

/**
 * A trip that was made, as the booking system keeps it after the return.
 *
 * @param destination a key of {@link Place}
 * @param activity what most of the time went to
 * @param rating 1 to 5, given by the traveller
 * @param pricePerDay euros, lodging included
 * @param kilometres from the traveller's home
 * @param temperatureC the mean during the stay
 */
public record Trip(
    String tripId,
    String userId,
    String destination,
    Instant startedAt,
    Instant endedAt,
    String activity,
    String cuisineStyle,
    int rating,
    double pricePerDay,
    double kilometres,
    double temperatureC) {}
