package dev.rapport.testkit.random;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** A trip of a user to a place; any component may be null. */
@NullUnmarked
public record Trip(
    String tripId,
    String user,
    Long place,
    Instant endedAt,
    Instant learnedAt,
    Integer version,
    Boolean cancelled,
    Integer rating,
    Double cost,
    Double score,
    Long nights,
    String activity,
    List<Double> vector) {}
