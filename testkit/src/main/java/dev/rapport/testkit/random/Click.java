package dev.rapport.testkit.random;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** A click of a user on a place; what is not primitive may be null. */
@NullUnmarked
public record Click(
    UUID clickId,
    String user,
    Long place,
    Instant at,
    Instant learnedAt,
    long position,
    boolean undone,
    int rank,
    double dwell,
    Double score,
    Long amount,
    String topic,
    List<Double> vector) {}
