package dev.rapport.testkit.conformance;

import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/**
 * An event of a case as a fact. Any component may be null.
 *
 * @param key the key columns as canonical text
 * @param sequence orders events of one time
 * @param kept whether the filters hold
 * @param integer the aggregated column, where it is an integer or a time; like the next three
 */
@NullUnmarked
public record CaseRow(
    String key,
    Instant at,
    Instant known,
    String id,
    Long sequence,
    Boolean deleted,
    Boolean kept,
    Long integer,
    Double number,
    String text,
    Boolean flag) {}
