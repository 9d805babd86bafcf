package dev.rapport.engine.answer;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** One question at one moment: its answers, and those about items found for it. Not thread-safe. */
public final class Inquiry {
  private final Answering answering;
  private final Question question;
  private final Evaluation evaluation;

  Inquiry(Answering answering, Question question, Evaluation evaluation) {
    this.answering = answering;
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

  /** The answers of features to the question. */
  public Context answer(Collection<? extends Feature<?>> features) {
    return Answering.contexts(List.of(question), evaluation, features).getFirst();
  }

  /** The items of keys of an entity, to be asked about. */
  public <K> Items about(Entity<K> entity, List<K> keys) {
    List<Question> questions = new ArrayList<>(keys.size());
    List<Frame> frames = new ArrayList<>(keys.size());
    for (K key : keys) {
      questions.add(question.and(entity, key));
      frames.add(evaluation.frame(0).with(entity.name(), key));
    }
    return new Items(
        questions,
        new Evaluation(
            answering,
            frames,
            new Evaluation.Items(entity.name(), evaluation, new int[keys.size()])));
  }

  /** Items that a question is asked about. */
  public static final class Items {
    private final List<Question> questions;
    private final Evaluation evaluation;

    private Items(List<Question> questions, Evaluation evaluation) {
      this.questions = questions;
      this.evaluation = evaluation;
    }

    /** The answers of features, a context for each item, in their order. */
    public List<Context> answer(Collection<? extends Feature<?>> features) {
      return Answering.contexts(questions, evaluation, features);
    }

    /** Some of these, by their positions; what is answered already is not asked again. */
    public Items narrow(int[] positions) {
      return new Items(
          Arrays.stream(positions).mapToObj(questions::get).toList(), evaluation.narrow(positions));
    }
  }
}
