package dev.rapport.engine.answer;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.engine.Progress;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.intake.Stores;
import dev.rapport.engine.load.Allowance;
import dev.rapport.engine.service.ServiceAnswers;
import dev.rapport.engine.value.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** The stores that are read, if not those of now. */
  private final @Nullable Stores pinned;

  public Answering(FactBase facts, ServiceAnswers services) {
    this(facts, services, null);
  }

  private Answering(FactBase facts, ServiceAnswers services, @Nullable Stores pinned) {
    this.facts = facts;
    this.services = services;
    this.pinned = pinned;
  }

  /** The same over the facts there are now, whatever is pushed or read anew meanwhile. */
  public Answering asOfNow() {
    return over(stores().asOfNow());
  }

  /** The same services over other facts. */
  public Answering over(FactBase others) {
    return new Answering(others, services);
  }

  private Answering over(Stores stores) {
    return stores == pinned ? this : new Answering(facts, services, stores);
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
    Stores complete = having(stores, stores::readers, frame.moment());
    return new Inquiry(question, new Evaluation(this, complete.asOfNow(), List.of(frame), null));
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
    Stores complete = having(stores(), () -> windowed(features), earliest);
    return new Evaluation(this, complete.asOfNow(), frames, null);
  }

  /**
   * The same over the facts there are now, all that features use at some moment and later.
   *
   * @param earliest the moment, in micros
   * @throws Allowance.Exceeded where facts had left memory and, read anew, take more than they may
   */
  public Answering complete(
      Collection<? extends Feature<?>> features,
      long earliest,
      Allowance allowance,
      Progress progress) {
    Stores now = stores().asOfNow();
    return over(having(now, () -> windowed(features), earliest, allowance, progress));
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

  /** Stores that have everything that is used from a moment on, without a bound of memory. */
  private Stores having(Stores stores, Supplier<List<Formula.Windowed<?, ?>>> used, long earliest) {
    return having(stores, used, earliest, Allowance.unlimited(), Progress.NONE);
  }

  /**
   * Stores that have everything that is used from a moment on: these, or where facts have left them
   * that are needed for it, others over the log read anew.
   */
  private Stores having(
      Stores stores,
      Supplier<List<Formula.Windowed<?, ?>>> used,
      long earliest,
      Allowance allowance,
      Progress progress) {
    if (earliest >= stores.servedFrom()) {
      return stores;
    }
    List<Formula.Windowed<?, ?>> formulas = used.get();
    return stores.have(formulas, earliest)
        ? stores
        : facts.complete(stores, formulas, allowance, progress);
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
    Stores complete = having(stores(), () -> windowed(features), Micros.BEGINNING);
    return new Columns(this, complete.asOfNow(), List.copyOf(features));
  }
}
