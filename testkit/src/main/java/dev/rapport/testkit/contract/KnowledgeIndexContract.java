package dev.rapport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.spi.index.KnowledgeIndex;
import dev.rapport.spi.index.KnowledgeIndex.Hit;
import dev.rapport.spi.index.KnowledgeIndex.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link KnowledgeIndex} must keep. */
public abstract class KnowledgeIndexContract {
  private static final int DIMENSIONS = 16;

  protected KnowledgeIndexContract() {}

  /** An index without items. */
  protected abstract KnowledgeIndex create();

  private static float[] unit(int dimension) {
    float[] vector = new float[DIMENSIONS];
    vector[dimension] = 1;
    return vector;
  }

  private static float[] random(SplittableRandom random) {
    double[] values = random.doubles(DIMENSIONS, -1, 1).toArray();
    double length = Math.sqrt(java.util.Arrays.stream(values).map(x -> x * x).sum());
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) (values[i] / length);
    }
    return vector;
  }

  @Test
  void an_index_without_items_finds_nothing() {
    assertThat(create().search(unit(0), "anything", 10)).isEmpty();
  }

  @Test
  void the_best_come_first_with_their_similarity() {
    KnowledgeIndex index = create();
    float[] between = new float[DIMENSIONS];
    between[0] = 0.6f;
    between[1] = 0.8f;
    index.replaceAll(
        List.of(new Item(7, "a", unit(1)), new Item(3, "b", between), new Item(5, "c", unit(2))));

    List<Hit> hits = index.search(unit(1), "", 2);

    assertThat(hits).extracting(Hit::position).containsExactly(7, 3);
    assertThat(hits.get(0).similarity()).isEqualTo(1, within(1e-3));
    assertThat(hits.get(1).similarity()).isEqualTo(0.8, within(1e-3));
    float[] opposite = unit(1);
    opposite[1] = -1;
    assertThat(index.search(opposite, "", 3).getLast().similarity()).isEqualTo(-1, within(1e-3));
  }

  @Test
  void ties_are_in_the_order_of_positions() {
    KnowledgeIndex index = create();
    List<Item> items = new ArrayList<>();
    for (int position = 0; position < 50; position++) {
      items.add(new Item(position, "same", unit(4)));
    }
    Collections.reverse(items);
    index.replaceAll(items);

    assertThat(index.search(unit(4), "same", 5))
        .extracting(Hit::position)
        .containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void replacing_leaves_nothing_of_before() {
    KnowledgeIndex index = create();
    index.replaceAll(List.of(new Item(1, "a", unit(1)), new Item(2, "b", unit(2))));
    index.replaceAll(List.of(new Item(3, "c", unit(3))));
    assertThat(index.search(unit(1), "a", 10)).extracting(Hit::position).containsExactly(3);

    index.replaceAll(List.of());
    assertThat(index.search(unit(1), "a", 10)).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void the_nearest_are_found_and_each_once(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Item> items = new ArrayList<>();
    for (int position = 0; position < 500; position++) {
      items.add(new Item(position, "item " + position, random(random)));
    }
    KnowledgeIndex index = create();
    index.replaceAll(items);
    int found = 0;
    for (int i = 0; i < 20; i++) {
      float[] query = random(random);
      List<Hit> hits = index.search(query, "", 10);
      assertThat(hits).hasSize(10).extracting(Hit::position).doesNotHaveDuplicates();
      assertThat(hits).extracting(h -> -h.similarity()).isSorted();
      List<Integer> nearest =
          items.stream()
              .sorted(java.util.Comparator.comparingDouble(item -> -dot(query, item.vector())))
              .limit(10)
              .map(Item::position)
              .toList();
      found += (int) hits.stream().filter(hit -> nearest.contains(hit.position())).count();
    }
    assertThat(found).as("found of the 200 nearest, seed %s", seed).isGreaterThanOrEqualTo(190);
    assertThat(index.search(random(random), "", 10_000)).hasSize(500);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
