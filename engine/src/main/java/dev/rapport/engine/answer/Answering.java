package dev.rapport.engine.answer;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.engine.Progress;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.intake.Stores;
import dev.rapport.engine.service.ServiceAnswers;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.window.WindowReader;
import dev.rapport.engine.window.Windows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions: now or in the past, one or many, by the same rules. The sources of what is
 * asked for are prepared in the {@link FactBase}. All questions that are asked together, and all
 * features of each, see one snapshot of every table, and the same pushed facts. Thread-safe.
 */
public final class Answering {
  private final FactBase facts;
  private final ServiceAnswers services;
  private final int block;

  /** By source; those of an earlier store of a source make room for those of the current one. */
  private final Map<String, Reading<?>> windows;

  /** The stores that are read, if not those of now. */
  private final @Nullable Stores pinned;

  private record Reading<R>(FactStore<R> store, Windows<R> windows) {}

  public Answering(FactBase facts, ServiceAnswers services) {
    this(facts, services, Windows.BLOCK);
  }

  /**
   * Answers from facts and services.
   *
   * @param block facts in the blocks that long windows are summarised by
   */
  public Answering(FactBase facts, ServiceAnswers services, int block) {
    this(facts, services, block, new ConcurrentHashMap<>(), null);
  }

  private Answering(
      FactBase facts,
      ServiceAnswers services,
      int block,
      Map<String, Reading<?>> windows,
      @Nullable Stores pinned) {
    this.facts = facts;
    this.services = services;
    this.block = block;
    this.windows = windows;
    this.pinned = pinned;
  }

  /** The same over the snapshots that tables have now, whatever is read anew meanwhile. */
  public Answering pinned() {
    return new Answering(facts, services, block, windows, facts.stores());
  }

  /** The same over the facts there are now, whatever is pushed or read anew meanwhile. */
  public Answering asOfNow() {
    return new Answering(facts, services, block, windows, stores().asOfNow());
  }

  /** The same services over other facts. */
  public Answering over(FactBase others) {
    return new Answering(others, services, block);
  }

  /**
   * Answers features for questions, one context for each, in their order.
   *
   * @throws RapportException of kind {@code USER} where a question lacks a key or input that a
   *     feature needs, or has one of the wrong type; the message names it
   */
  public List<Context> answer(List<Question> questions, Collection<? extends Feature<?>> features) {
    Evaluation evaluation = evaluate(questions, features);
    return contexts(questions, evaluation, features);
  }

  /**
   * Answers features for questions of the past. A key, an input or a moment that a question lacks
   * leaves its values absent, with that reason.
   */
  public List<Context> past(List<Question> questions, List<? extends Feature<?>> features) {
    return past(questions, withoutMoment(questions), features);
  }

  /** Why questions cannot be asked about the past, by their positions. */
  public static Map<Integer, String> withoutMoment(List<Question> questions) {
    Map<Integer, String> problems = new HashMap<>();
    for (int i = 0; i < questions.size(); i++) {
      if (questions.get(i).at().isEmpty()) {
        problems.put(i, QuestionBatch.NO_MOMENT);
      }
    }
    return problems;
  }

  /** The same for a batch; all values of what cannot be asked are absent, with its problem. */
  public List<Context> past(QuestionBatch batch, List<? extends Feature<?>> features) {
    List<Question> questions = IntStream.range(0, batch.size()).mapToObj(batch::question).toList();
    return past(questions, batch.problems(), features);
  }

  /**
   * The same for questions of which some cannot be asked.
   *
   * @param problems why, by their positions
   */
  public List<Context> past(
      List<Question> questions,
      Map<Integer, String> problems,
      List<? extends Feature<?>> features) {
    List<Frame> frames = new ArrayList<>(questions.size());
    List<Question> asked = new ArrayList<>(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      if (!problems.containsKey(i)) {
        Question question = questions.get(i);
        asked.add(question);
        frames.add(Frame.of(question, Micros.of(question.at().orElseThrow())));
      }
    }
    List<Context> answered = contexts(asked, evaluation(frames, features), features);
    if (problems.isEmpty()) {
      return answered;
    }
    List<Context> all = new ArrayList<>(questions.size());
    int next = 0;
    for (int i = 0; i < questions.size(); i++) {
      String problem = problems.get(i);
      all.add(
          problem == null ? answered.get(next++) : notAsked(questions.get(i), problem, features));
    }
    return all;
  }

  private static Context notAsked(
      Question question, String problem, List<? extends Feature<?>> features) {
    List<Answer<?>> answers = new ArrayList<>();
    for (Feature<?> feature : features) {
      answers.add(Answers.absent(feature, problem, Answer.Evidence.NONE));
    }
    return new Context(question, question.at().orElse(Instant.EPOCH), answers);
  }

  /** One question's answers, and those about items found for it: of any prepared features. */
  public Inquiry inquire(Question question) {
    Frame frame = frame(question, facts.now());
    Stores stores = stores();
    Answering complete = having(stores, stores::readers, frame.moment());
    return new Inquiry(
        question, new Evaluation(complete, complete.stores().asOfNow(), List.of(frame), null));
  }

  private Evaluation evaluate(List<Question> questions, Collection<? extends Feature<?>> features) {
    Needs needs = Needs.of(features, null);
    questions.forEach(needs::check);
    long now = facts.now();
    return evaluation(questions.stream().map(one -> frame(one, now)).toList(), features);
  }

  private static Frame frame(Question question, long now) {
    return Frame.of(question, question.at().map(Micros::of).orElse(now));
  }

  /** Over stores that have whatever was acknowledged before the moments of the frames. */
  private Evaluation evaluation(List<Frame> frames, Collection<? extends Feature<?>> features) {
    long earliest = frames.stream().mapToLong(Frame::moment).min().orElse(Micros.NEVER);
    Answering complete = having(stores(), () -> windowed(features), earliest);
    return new Evaluation(complete, complete.stores().asOfNow(), frames, null);
  }

  /** The same over stores that have everything that features use at any moment. */
  public Answering complete(Collection<? extends Feature<?>> features) {
    return having(stores(), () -> windowed(features), Micros.BEGINNING);
  }

  private static List<Formula.Windowed<?, ?>> windowed(Collection<? extends Feature<?>> features) {
    List<Formula.Windowed<?, ?>> formulas = new ArrayList<>();
    for (Feature<?> feature : FeatureGraph.closure(features)) {
      if (feature.formula() instanceof Formula.Windowed<?, ?> windowed) {
        formulas.add(windowed);
      }
    }
    return formulas;
  }

  /**
   * The same over stores that have everything that is used from a moment on: where facts have left
   * memory that are needed for it, over the log read anew, which is kept only by who asks.
   */
  private Answering having(
      Stores stores, Supplier<List<Formula.Windowed<?, ?>>> used, long earliest) {
    if (earliest >= stores.servedFrom()) {
      return this;
    }
    List<Formula.Windowed<?, ?>> formulas = used.get();
    if (stores.have(formulas, earliest)) {
      return this;
    }
    Stores complete = facts.complete(stores, formulas, Progress.NONE);
    return new Answering(facts, services, block, new ConcurrentHashMap<>(), complete);
  }

  static List<Context> contexts(
      List<Question> questions, Evaluation evaluation, Collection<? extends Feature<?>> features) {
    List<List<? extends Answer<?>>> columns = new ArrayList<>();
    for (Feature<?> feature : features) {
      columns.add(evaluation.answers(feature));
    }
    List<Context> contexts = new ArrayList<>(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      List<Answer<?>> answers = new ArrayList<>(columns.size());
      for (List<? extends Answer<?>> column : columns) {
        answers.add(column.get(i));
      }
      contexts.add(
          new Context(questions.get(i), Micros.instant(evaluation.frame(i).moment()), answers));
    }
    return contexts;
  }

  ServiceAnswers services() {
    return services;
  }

  private Stores stores() {
    return pinned != null ? pinned : facts.stores();
  }

  /** Answers features for batches of past questions, as columns. */
  public Columns columns(List<? extends Feature<?>> features) {
    Answering complete = complete(features);
    return new Columns(complete, complete.stores().asOfNow(), List.copyOf(features));
  }

  /** The reader of a windowed feature over its store. */
  <R> WindowReader<R> reader(Stores stores, Formula.Windowed<?, R> windowed) {
    return windows(stores, windowed.source()).reader(windowed);
  }

  /** The readers over the store of a source. */
  @SuppressWarnings("unchecked") // filed under the name of its source
  <R> Windows<R> windows(Stores stores, Source<R> source) {
    FactStore<R> store = stores.store(source);
    Reading<?> reading =
        windows.compute(
            source.name(),
            (_, there) ->
                there != null && there.store() == store
                    ? there
                    : new Reading<>(store, new Windows<>(store, block)));
    return ((Reading<R>) reading).windows();
  }
}
