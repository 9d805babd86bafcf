package dev.rapport.testkit;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Question;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Facts, features and questions: everything that answers depend on, whatever the path that answers.
 * Sources are told apart by their names. Immutable.
 *
 * @param deliveries what each source said, in order of arrival; a source without any is empty
 * @param features what every question asks for
 * @param questions with the moment each asks about; one without a moment has no values
 * @param answers what services answered, in the order in which they did
 */
public record Scenario(
    Map<Source<?>, List<Delivery<?>>> deliveries,
    List<Feature<?>> features,
    List<Question> questions,
    List<RecordedAnswer<?, ?>> answers) {
  public Scenario {
    Map<Source<?>, List<Delivery<?>>> copy = new LinkedHashMap<>();
    deliveries.forEach((source, list) -> copy.put(source, List.copyOf(list)));
    deliveries = Collections.unmodifiableMap(copy);
    features = List.copyOf(features);
    questions = List.copyOf(questions);
    answers = List.copyOf(answers);
  }

  /** What a source said, beside it. */
  public record Arrival<R>(Source<R> source, Delivery<R> delivery) {}

  /**
   * What all sources said, in the order in which it was ingested; of equal times source by source.
   * That keeps the order of each source if its times never go back.
   */
  public List<Arrival<?>> arrivals() {
    List<Arrival<?>> arrivals = new ArrayList<>();
    deliveries.forEach(
        (source, list) -> list.forEach(delivery -> arrivals.add(arrival(source, delivery))));
    arrivals.sort(Comparator.comparing(arrival -> arrival.delivery().ingestedAt()));
    return arrivals;
  }

  @SuppressWarnings("unchecked") // a source's deliveries hold its record
  private static <R> Arrival<R> arrival(Source<R> source, Delivery<?> delivery) {
    return new Arrival<>(source, (Delivery<R>) delivery);
  }

  /** Questions over no facts yet. */
  public static Scenario asking(List<? extends Feature<?>> features, List<Question> questions) {
    return new Scenario(Map.of(), List.copyOf(features), questions, List.of());
  }

  /** With what a source said, after what it said before. */
  public <R> Scenario with(Source<R> source, List<Delivery<R>> more) {
    Map<Source<?>, List<Delivery<?>>> all = new LinkedHashMap<>(deliveries);
    List<Delivery<?>> list = new ArrayList<>(all.getOrDefault(source, List.of()));
    list.addAll(more);
    all.put(source, list);
    return new Scenario(all, features, questions, answers);
  }

  /** With what a service answered, after what was answered before. */
  public Scenario with(RecordedAnswer<?, ?> answer) {
    List<RecordedAnswer<?, ?>> all = new ArrayList<>(answers);
    all.add(answer);
    return new Scenario(deliveries, features, questions, all);
  }
}
