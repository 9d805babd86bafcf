package dev.rapport.testkit.random;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** What is said of a place; any component may be null. */
@NullUnmarked
public record Town(
    Long place,
    Instant since,
    Instant learnedAt,
    Boolean closed,
    Integer safety,
    Double budget,
    Double score,
    Long inhabitants,
    String country,
    List<Double> vector) {}
