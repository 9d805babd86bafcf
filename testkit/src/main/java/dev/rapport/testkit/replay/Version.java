package dev.rapport.testkit.replay;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One version of a fact.
 *
 * @param event when it was true, in microseconds
 * @param known when it was learned, in microseconds
 * @param sequence the declared sequence, if any
 * @param id the declared id, if any
 * @param arrival its position in order of arrival
 */
record Version<R>(
    R fact,
    long event,
    long known,
    @Nullable Object sequence,
    @Nullable Object id,
    boolean deleted,
    int arrival) {

  /** The total order of facts: arrival decides only where nothing else does. */
  static final Comparator<Version<?>> ORDER_OF_FACTS =
      Comparator.<Version<?>>comparingLong(Version::event)
          .thenComparing((a, b) -> NaturalOrder.INSTANCE.compare(a.sequence, b.sequence))
          .thenComparingLong(Version::known)
          .thenComparing((a, b) -> NaturalOrder.INSTANCE.compare(a.id, b.id))
          .thenComparingInt(Version::arrival);

  /** The order of the versions of one fact, whatever the order of delivery. */
  static final Comparator<Version<?>> ORDER_OF_VERSIONS =
      Comparator.<Version<?>>comparingLong(Version::known)
          .thenComparing((a, b) -> NaturalOrder.INSTANCE.compare(a.sequence, b.sequence))
          .thenComparingLong(Version::event)
          .thenComparing((a, b) -> NaturalOrder.TO_THE_LAST.compare(a.fact, b.fact));
}
