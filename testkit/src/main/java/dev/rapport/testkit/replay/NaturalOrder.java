package dev.rapport.testkit.replay;

import java.lang.reflect.RecordComponent;
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
 * The order of values of one type: null first, then by {@code compareTo}; lists element by element
 * with the shorter first, sets and maps as sorted lists, records component by component.
 */
final class NaturalOrder implements Comparator<@Nullable Object> {
  static final NaturalOrder INSTANCE = new NaturalOrder(false);

  /** The same, and decimals of one value by their scale: only values that are equal tie. */
  static final NaturalOrder TO_THE_LAST = new NaturalOrder(true);

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
      case BigDecimal decimal when toTheLast && decimal.compareTo((BigDecimal) b) == 0 ->
          Integer.compare(decimal.scale(), ((BigDecimal) b).scale());
      case Comparable<?> comparable -> ((Comparable<Object>) comparable).compareTo(b);
      case List<?> list -> compareElements(list, (List<?>) b);
      case Set<?> set -> compareElements(sorted(set), sorted((Set<?>) b));
      case Map<?, ?> map -> compareMaps(map, (Map<?, ?>) b);
      case Record fact -> compareComponents(fact, (Record) b);
      default -> throw new IllegalArgumentException("no order for " + a.getClass().getName());
    };
  }

  private List<?> sorted(Set<?> set) {
    List<@Nullable Object> sorted = new ArrayList<>(set);
    sorted.sort(this);
    return sorted;
  }

  private int compareMaps(Map<?, ?> a, Map<?, ?> b) {
    Collection<?> keys = sorted(a.keySet());
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

  private int compareComponents(Record a, Record b) {
    for (RecordComponent component : a.getClass().getRecordComponents()) {
      int order = compare(component(a, component), component(b, component));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static @Nullable Object component(Record fact, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(fact);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot read " + component, e);
    }
  }
}
