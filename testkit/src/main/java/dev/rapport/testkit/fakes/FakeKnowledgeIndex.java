package dev.rapport.testkit.fakes;

import dev.rapport.spi.index.KnowledgeIndex;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Compares the query with every item. Thread-safe. */
public final class FakeKnowledgeIndex implements KnowledgeIndex {
  private volatile List<Item> items = List.of();

  public FakeKnowledgeIndex() {}

  @Override
  public void replaceAll(Collection<Item> items) {
    this.items = List.copyOf(items);
  }

  @Override
  public List<Hit> search(float[] vector, String text, int limit) {
    return items.stream()
        .map(item -> new Hit(item.position(), dot(vector, item.vector())))
        .sorted(
            Comparator.comparingDouble(Hit::similarity).reversed().thenComparingInt(Hit::position))
        .limit(limit)
        .toList();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return Math.clamp(sum, -1, 1);
  }
}
