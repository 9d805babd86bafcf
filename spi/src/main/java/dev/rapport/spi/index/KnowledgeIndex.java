package dev.rapport.spi.index;

import java.util.Collection;
import java.util.List;

/** Finds the items most similar to a query. Thread-safe; a search sees one state. */
public interface KnowledgeIndex {

  /** Replaces all items at once. */
  void replaceAll(Collection<Item> items);

  /**
   * The most similar items, best first; ties in the order of their positions.
   *
   * @param vector of length 1
   * @param limit how many at most; more than there are means all
   */
  List<Hit> search(float[] vector, String text, int limit);

  /**
   * An item.
   *
   * @param position what the caller knows it by
   * @param vector of length 1; not to be changed afterwards
   */
  @SuppressWarnings("ArrayRecordComponent") // an item is never compared
  record Item(int position, String text, float[] vector) {}

  /** A found item, and its similarity to the query: -1 to 1. */
  record Hit(int position, double similarity) {}
}
