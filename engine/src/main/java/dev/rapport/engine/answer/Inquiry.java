package dev.rapport.engine.answer;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.engine.fact.FactStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** One question at one moment: its answers, and those about items found for it. Not thread-safe. */
public final class Inquiry {
  private final Question question;
  private final Evaluation evaluation;

  Inquiry(Question question, Evaluation evaluation) {
    this.question = question;
    this.evaluation = evaluation;
  }

  public Question question() {
    return question;
  }

  /** The moment that is asked about, in micros. */
  public long moment() {
    return evaluation.frame(0).moment();
  }

  /** The store of a source, as all answers to this question see it. */
  public <R> FactStore<R> store(Source<R> source) {
    return evaluation.stores().store(source);
  }

  /** How many rows of the store of a source all answers to this question see. */
  public int visible(Source<?> source) {
    return evaluation.stores().visible(source);
  }

  /** The answers of features to the question. */
  public Context answer(Collection<? extends Feature<?>> features) {
    return Answering.contexts(List.of(question), evaluation, features).getFirst();
  }

  /** The items of keys of an entity, to be asked about. */
  public <K> Items<K> about(Entity<K> entity, List<K> keys) {
    List<Frame> frames = new ArrayList<>(keys.size());
    for (K key : keys) {
      frames.add(evaluation.frame(0).with(entity.name(), key));
    }
    return new Items<>(question, entity, keys, evaluation.about(entity.name(), frames));
  }

  /**
   * Items that a question is asked about.
   *
   * @param <K> the class of their keys
   */
  public static final class Items<K> {
    private final Question question;
    private final Entity<K> entity;
    private final List<K> keys;
    private final Evaluation evaluation;

    private Items(Question question, Entity<K> entity, List<K> keys, Evaluation evaluation) {
      this.question = question;
      this.entity = entity;
      this.keys = keys;
      this.evaluation = evaluation;
    }

    public List<K> keys() {
      return keys;
    }

    /** The answers of one feature, one for each item, in their order. */
    public <T> List<Answer<T>> answers(Feature<T> feature) {
      return evaluation.answers(feature);
    }

    /** The answers of features, a context for each item, in their order. */
    public List<Context> answer(Collection<? extends Feature<?>> features) {
      List<Question> questions = keys.stream().map(key -> question.and(entity, key)).toList();
      return Answering.contexts(questions, evaluation, features);
    }

    /** Some of these, by their positions; what is answered already is not asked again. */
    public Items<K> narrow(int[] positions) {
      List<K> some = Arrays.stream(positions).mapToObj(keys::get).toList();
      return new Items<>(question, entity, some, evaluation.narrow(positions));
    }
  }
}
