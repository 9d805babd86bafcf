package dev.rapport.testkit.conformance.translate;

import dev.rapport.api.feature.Filter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one row of the spine does not see of the facts before its moment, as a filter of a feature:
 * what no moment can hide.
 *
 * @param row the row of the spine
 * @param withOwn whether it sees the event that it is itself
 * @param arrivedOnly whether it sees no event of its own stream that arrived after it
 * @param notAt the time of which it sees no other event, if any
 */
record RowFilter(int row, boolean withOwn, boolean arrivedOnly, @Nullable Instant notAt)
    implements Filter<CaseRow> {

  @Override
  public boolean test(CaseRow fact) {
    if (fact.owner() != null) {
      return withOwn && fact.owner() == row;
    }
    if (fact.arrival() != null && fact.arrival() == row) {
      return withOwn;
    }
    boolean arrived = !arrivedOnly || fact.arrival() == null || fact.arrival() < row;
    return arrived && !fact.at().equals(notAt);
  }
}
