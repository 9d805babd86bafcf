package dev.rapport.engine.knowledge;

import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.engine.Progress;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.value.NaturalOrder;
import dev.rapport.engine.value.Wording;
import dev.rapport.spi.index.KnowledgeIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The items of one knowledge in every version there was, so that a question of the past finds those
 * of then; the distinct texts of all versions are in the index. Immutable.
 */
final class Shelf<K> {
  private final Knowledge<K> knowledge;
  private final FactStore<?> store;
  private final Map<String, float[]> vectors;
  private final KnowledgeIndex index;

  /** By row; null where it has no key. */
  private final List<@Nullable Item<K>> rows;

  /**
   * An item that a question sees.
   *
   * @param text its number in the index, -1 where it has none
   */
  record Item<K>(K key, int text) {}

  private Shelf(
      Knowledge<K> knowledge,
      FactStore<?> store,
      Map<String, float[]> vectors,
      KnowledgeIndex index,
      List<@Nullable Item<K>> rows) {
    this.knowledge = knowledge;
    this.store = store;
    this.vectors = vectors;
    this.index = index;
    this.rows = rows;
  }

  /**
   * Reads, embeds and indexes what a store has.
   *
   * @param known vectors that are in memory already
   */
  static <K> Shelf<K> of(
      Knowledge<K> knowledge,
      FactStore<?> store,
      Embeddings embeddings,
      Map<String, float[]> known,
      Supplier<KnowledgeIndex> indexes,
      Progress progress) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    int keyOf =
        store.shape().index(knowledge.source().about(knowledge.entity()).orElseThrow().key());
    int[] texts = knowledge.texts().stream().mapToInt(store.shape()::index).toArray();
    int size = store.rows();
    List<@Nullable Item<K>> rows = new ArrayList<>(size);
    for (int row = 0; row < size; row++) {
      @SuppressWarnings("unchecked") // the catalog check compares the types of key and entity
      K key = (K) store.valueOf(keyOf, row);
      String text = text(texts, store, row);
      int number = text.isEmpty() ? -1 : numbers.computeIfAbsent(text, _ -> numbers.size());
      rows.add(key == null ? null : new Item<>(key, number));
    }
    Map<String, float[]> vectors =
        embeddings.ofItems(knowledge.name(), numbers.keySet(), known, progress);
    List<KnowledgeIndex.Item> items = new ArrayList<>();
    numbers.forEach((text, number) ->
        items.add(
            new KnowledgeIndex.Item(number, text, Objects.requireNonNull(vectors.get(text)))));
    KnowledgeIndex index = indexes.get();
    index.replaceAll(items);
    return new Shelf<>(knowledge, store, vectors, index, rows);
  }

  /** The texts of an item: its components in order, each on a line. */
  private static String text(int[] components, FactStore<?> store, int row) {
    StringJoiner text = new StringJoiner("\n");
    for (int component : components) {
      Object value = store.valueOf(component, row);
      String part =
          switch (value) {
            case null -> "";
            case Set<?> set -> joined(set.stream().sorted(NaturalOrder.INSTANCE).toList());
            case Collection<?> list -> joined(list);
            default -> Wording.of(value);
          };
      if (!part.isBlank()) {
        text.add(part);
      }
    }
    return text.toString();
  }

  private static String joined(Collection<?> values) {
    StringJoiner joined = new StringJoiner(", ");
    for (Object value : values) {
      if (value != null) {
        joined.add(Wording.of(value));
      }
    }
    return joined.toString();
  }

  /** Whether this is all there is of a knowledge now. */
  boolean isCurrent(Knowledge<?> asked, FactStore<?> current) {
    return knowledge.equals(asked) && store == current && rows.size() == current.rows();
  }

  Map<String, float[]> vectors() {
    return vectors;
  }

  /**
   * The items that a question at a moment sees, by key; empty if this is not current any more.
   *
   * @param visible how many rows of the store it sees
   */
  Optional<List<Item<K>>> items(long moment, int visible) {
    List<Item<K>> items = new ArrayList<>();
    for (int row : store.newest(knowledge.entity(), moment, visible)) {
      if (row >= rows.size()) {
        return Optional.empty();
      }
      items.add(Objects.requireNonNull(rows.get(row))); // a row without a key is never the newest
    }
    items.sort(Comparator.comparing(Item::key, NaturalOrder.INSTANCE));
    return Optional.of(items);
  }

  /** The similarity of each item to a query; 0 where one of them has no text. */
  double[] similarities(List<Item<K>> items, Query query) {
    double[] ofTexts = new double[vectors.size()];
    if (query.vector().isPresent()) {
      for (KnowledgeIndex.Hit hit :
          index.search(query.vector().get(), query.text(), ofTexts.length)) {
        ofTexts[hit.position()] = hit.similarity();
      }
    }
    return items.stream().mapToDouble(i -> i.text() < 0 ? 0 : ofTexts[i.text()]).toArray();
  }
}
