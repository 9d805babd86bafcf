package dev.rapport.api.aggregation;

import dev.rapport.api.schema.Accessor;
import java.util.Objects;

/**
 * The value of the fact that is least or greatest by another component: the price of the best-rated
 * trip. Facts where that component is null do not take part; ties go to the newest fact.
 *
 * @param <R> the record
 */
public record ExtremeBy<R>(Accessor<R, ?> by, boolean greatest) {
  public ExtremeBy {
    Objects.requireNonNull(by, "by: null (expected: a record component such as Trip::rating)");
  }
}
