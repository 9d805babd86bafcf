package dev.rapport.engine.knowledge;

import dev.rapport.spi.index.KnowledgeIndex;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** An index in memory that compares the query with every item: right for a few thousand of them. */
final class ExactIndex implements KnowledgeIndex {
  private static final Comparator<Hit> BEST_FIRST =
      Comparator.comparingDouble(Hit::similarity).reversed().thenComparingInt(Hit::position);

  private volatile List<Item> items = List.of();

  @Override
  public void replaceAll(Collection<Item> items) {
    this.items = List.copyOf(items);
  }

  @Override
  public List<Hit> search(float[] vector, String text, int limit) {
    List<Item> current = items;
    Hit[] hits = new Hit[current.size()];
    for (int i = 0; i < hits.length; i++) {
      Item item = current.get(i);
      hits[i] = new Hit(item.position(), Math.clamp(dot(vector, item.vector()), -1, 1));
    }
    Arrays.sort(hits, BEST_FIRST);
    return List.of(hits).subList(0, Math.min(limit, hits.length));
  }

  /** Four sums beside each other, which a processor adds at once. */
  private static double dot(float[] a, float[] b) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      sum0 += a[i] * b[i];
      sum1 += a[i + 1] * b[i + 1];
      sum2 += a[i + 2] * b[i + 2];
      sum3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      sum0 += a[i] * b[i];
    }
    return (double) sum0 + sum1 + sum2 + sum3;
  }
}
