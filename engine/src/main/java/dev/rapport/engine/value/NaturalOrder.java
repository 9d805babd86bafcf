package dev.rapport.engine.value;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The order of the values of one type: null first, then by {@code compareTo}; lists element by
 * element with the shorter first, sets and maps as sorted lists, records component by component.
 */
public final class NaturalOrder implements Comparator<@Nullable Object> {
  public static final NaturalOrder INSTANCE = new NaturalOrder(false);

  /** The same, and decimals of one value by their scale: only values that are equal tie. */
  public static final NaturalOrder TO_THE_LAST = new NaturalOrder(true);

  private final boolean toTheLast;

  private NaturalOrder(boolean toTheLast) {
    this.toTheLast = toTheLast;
  }

  @Override
  @SuppressWarnings("unchecked") // both values are of one type
  public int compare(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    return switch (a) {
      case BigDecimal decimal -> compareDecimals(decimal, (BigDecimal) b);
      case Comparable<?> comparable -> ((Comparable<Object>) comparable).compareTo(b);
      case List<?> list -> compareElements(list, (List<?>) b);
      case Set<?> set -> compareElements(sorted(set), sorted((Set<?>) b));
      case Map<?, ?> map -> compareMaps(map, (Map<?, ?>) b);
      case Record fact -> compareElements(components(fact), components((Record) b));
      default -> throw new IllegalArgumentException("no order for " + a.getClass().getName());
    };
  }

  private int compareDecimals(BigDecimal a, BigDecimal b) {
    int byValue = a.compareTo(b);
    return byValue != 0 || !toTheLast ? byValue : Integer.compare(a.scale(), b.scale());
  }

  private List<?> sorted(Collection<?> values) {
    List<Object> sorted = new ArrayList<>(values);
    sorted.sort(this);
    return sorted;
  }

  private int compareMaps(Map<?, ?> a, Map<?, ?> b) {
    List<?> keys = sorted(a.keySet());
    int byKeys = compareElements(keys, sorted(b.keySet()));
    return byKeys != 0
        ? byKeys
        : compareElements(keys.stream().map(a::get).toList(), keys.stream().map(b::get).toList());
  }

  private int compareElements(Collection<?> a, Collection<?> b) {
    Iterator<?> second = b.iterator();
    for (Object element : a) {
      if (!second.hasNext()) {
        return 1;
      }
      int order = compare(element, second.next());
      if (order != 0) {
        return order;
      }
    }
    return second.hasNext() ? -1 : 0;
  }

  private static Collection<?> components(Record fact) {
    return java.util.Arrays.asList(RecordShapes.take(fact));
  }
}
