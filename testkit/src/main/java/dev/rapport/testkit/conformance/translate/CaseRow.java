package dev.rapport.testkit.conformance.translate;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/**
 * An event of a case as a fact. Any component may be null.
 *
 * @param key the key columns as canonical text
 * @param sequence orders events of one time
 * @param arrival the row of the spine's own stream that it is, if it is one
 * @param owner the row of the spine that it is, where that is no event of any stream
 * @param kept whether the filters hold
 * @param integer the aggregated column, where it is an integer or a time; like the next four
 */
@NullUnmarked
public record CaseRow(
    String key,
    Instant at,
    Instant known,
    String id,
    Long sequence,
    Boolean deleted,
    Integer arrival,
    Integer owner,
    Boolean kept,
    Long integer,
    Double number,
    String text,
    Boolean flag,
    List<Double> vector) {}
