package dev.rapport.engine.knowledge;

import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.api.prompt.Candidate;
import dev.rapport.engine.Progress;
import dev.rapport.engine.answer.Inquiry;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.spi.index.KnowledgeIndex;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.model.EmbeddingModel;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * All collections of items, searched and ranked. A question sees the items of its moment: the
 * newest fact about each key that it sees. Their sources are prepared, whole, in the {@link
 * FactBase}. Thread-safe.
 *
 * <p>A query is the mean of the vectors of its texts: the user's words and each value of the {@code
 * like} features, of a list or set each element, of a map each key. Without any text every
 * similarity is 0. A term whose value is absent, in error or not a finite number counts 0; true
 * counts 1, false 0.
 */
public final class KnowledgeBase {
  private final FactBase facts;
  private final Embeddings embeddings;
  private final Supplier<KnowledgeIndex> indexes;
  private final Map<String, Shelf<?>> shelves = new ConcurrentHashMap<>();

  /** With exact search in memory. */
  public KnowledgeBase(FactBase facts, FactLog log, EmbeddingModel model) {
    this(facts, log, model, ExactIndex::new);
  }

  /**
   * With an index of its own for each knowledge.
   *
   * @param log keeps the vectors of the items
   */
  public KnowledgeBase(
      FactBase facts, FactLog log, EmbeddingModel model, Supplier<KnowledgeIndex> indexes) {
    this(facts, new Embeddings(log, model), indexes);
  }

  private KnowledgeBase(FactBase facts, Embeddings embeddings, Supplier<KnowledgeIndex> indexes) {
    this.facts = facts;
    this.embeddings = embeddings;
    this.indexes = indexes;
  }

  /** The same over the facts of a catalog that takes the place of this one's. */
  public KnowledgeBase successor(FactBase facts) {
    KnowledgeBase next = new KnowledgeBase(facts, embeddings, indexes);
    next.shelves.putAll(shelves);
    return next;
  }

  /** Removes the kept vectors of texts that no item of these, which are prepared, has. */
  public void removeOtherVectors(Collection<? extends Knowledge<?>> knowledges) {
    Set<String> texts = new HashSet<>();
    for (Knowledge<?> knowledge : knowledges) {
      texts.addAll(
          shelf(knowledge, facts.store(knowledge.source()), Progress.NONE).vectors().keySet());
    }
    embeddings.keepOnly(texts);
  }

  /** Embeds and indexes what is new or has changed since. */
  public void prepare(Collection<? extends Knowledge<?>> knowledges, Progress progress) {
    knowledges.forEach(knowledge -> shelf(knowledge, facts.store(knowledge.source()), progress));
  }

  /**
   * Ranks every item that meets the filters and is retrieved, best first, beyond {@code top}; what
   * is shown beside them is not asked for.
   */
  public List<Candidate> rank(Candidates<?> candidates, Inquiry inquiry) {
    return ranking(candidates, inquiry).all();
  }

  /** The best {@code top} items, with what is shown beside them. */
  public List<Candidate> offer(Candidates<?> candidates, Inquiry inquiry) {
    return ranking(candidates, inquiry).offered();
  }

  private <K> Ranking<K> ranking(Candidates<K> candidates, Inquiry inquiry) {
    Query query = Query.of(candidates, inquiry, embeddings);
    while (true) {
      FactStore<?> store = inquiry.store(candidates.knowledge().source());
      Shelf<K> shelf = shelf(candidates.knowledge(), store, Progress.NONE);
      Optional<List<Shelf.Item<K>>> found =
          shelf.items(inquiry.moment(), inquiry.visible(candidates.knowledge().source()));
      if (found.isPresent()) { // else a fact came in between
        List<Shelf.Item<K>> seen = found.get();
        Inquiry.Items<K> items =
            inquiry.about(
                candidates.knowledge().entity(), seen.stream().map(Shelf.Item::key).toList());
        return Ranking.of(candidates, items, shelf.similarities(seen, query));
      }
    }
  }

  @SuppressWarnings("unchecked") // a current shelf is of that very knowledge
  private <K> Shelf<K> shelf(Knowledge<K> knowledge, FactStore<?> store, Progress progress) {
    Shelf<?> shelf = shelves.get(knowledge.name());
    if (shelf != null && shelf.isCurrent(knowledge, store)) {
      return (Shelf<K>) shelf;
    }
    return build(knowledge, store, progress);
  }

  @SuppressWarnings("unchecked") // a current shelf is of that very knowledge
  private synchronized <K> Shelf<K> build(
      Knowledge<K> knowledge, FactStore<?> store, Progress progress) {
    Shelf<?> before = shelves.get(knowledge.name());
    if (before != null && before.isCurrent(knowledge, store)) {
      return (Shelf<K>) before;
    }
    Map<String, float[]> known = before == null ? Map.of() : before.vectors();
    Shelf<K> shelf = Shelf.of(knowledge, store, embeddings, known, indexes, progress);
    if (facts.store(knowledge.source()) == store) { // else a question began before a refresh
      shelves.put(knowledge.name(), shelf);
    }
    return shelf;
  }
}
