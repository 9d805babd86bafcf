package dev.rapport.engine.answer;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Input;
import dev.rapport.api.feature.Request;
import dev.rapport.api.feature.Service;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Answer.Evidence;
import dev.rapport.api.question.Status;
import dev.rapport.engine.UserCode;
import dev.rapport.engine.intake.Stores;
import dev.rapport.engine.service.Reply;
import dev.rapport.engine.service.ServiceAnswers;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.window.WindowReader;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The answers of features to a batch of frames, one feature after the other, so that a service is
 * asked once for all frames. What does not depend on an item is answered once for the question the
 * item was found for. Not thread-safe.
 */
final class Evaluation {
  private final Answering answering;
  private final Stores stores;
  private final List<Frame> frames;
  private final Map<Feature<?>, List<Answer<?>>> answered = new HashMap<>();
  private final @Nullable Items items;

  /**
   * Where frames are about items.
   *
   * @param entity of the items
   * @param parent answers what is not about an item
   * @param parentFrames the position of each frame's question in the parent
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Items(String entity, Evaluation parent, int[] parentFrames) {}

  Evaluation(Answering answering, Stores stores, List<Frame> frames, @Nullable Items items) {
    this.answering = answering;
    this.stores = stores;
    this.frames = frames;
    this.items = items;
  }

  int size() {
    return frames.size();
  }

  /** The same about some of the frames; what is answered already is not asked again. */
  Evaluation narrow(int[] positions) {
    Items some =
        items == null
            ? null
            : new Items(
                items.entity(),
                items.parent(),
                Arrays.stream(positions).map(at -> items.parentFrames()[at]).toArray());
    Evaluation narrow = new Evaluation(answering, stores, pick(frames, positions), some);
    answered.forEach((feature, answers) -> narrow.answered.put(feature, pick(answers, positions)));
    return narrow;
  }

  private static <E> List<E> pick(List<E> elements, int[] positions) {
    return Arrays.stream(positions).mapToObj(elements::get).toList();
  }

  /** What all answers rest on. */
  Stores stores() {
    return stores;
  }

  /** The same answers about items that were found for the one question. */
  Evaluation about(String entity, List<Frame> items) {
    return new Evaluation(answering, stores, items, new Items(entity, this, new int[items.size()]));
  }

  Frame frame(int position) {
    return frames.get(position);
  }

  /** The answers of a feature, one for each frame. */
  @SuppressWarnings("unchecked") // filed under the feature
  <T> List<Answer<T>> answers(Feature<T> feature) {
    List<Answer<?>> known = answered.get(feature);
    if (known == null) {
      known =
          new ArrayList<>(
              items == null || isAbout(feature, items)
                  ? compute(feature)
                  : ofParent(feature, items));
      answered.put(feature, known);
    }
    return (List<Answer<T>>) (List<?>) known;
  }

  private static boolean isAbout(Feature<?> feature, Items items) {
    return feature.entities().stream().anyMatch(entity -> entity.name().equals(items.entity()));
  }

  private static <T> List<Answer<T>> ofParent(Feature<T> feature, Items items) {
    List<Answer<T>> parents = items.parent().answers(feature);
    List<Answer<T>> mine = new ArrayList<>(items.parentFrames().length);
    for (int parent : items.parentFrames()) {
      mine.add(parents.get(parent));
    }
    return mine;
  }

  private <T> List<Answer<T>> compute(Feature<T> feature) {
    List<Answer<T>> own =
        switch (feature.formula()) {
          case Formula.Windowed<T, ?> windowed -> windowed(feature, windowed);
          case Formula.Computed<T> computed -> computed(feature, computed);
          case Formula.Through<T, ?> through -> through(feature, through);
          case Formula.Asked<T, ?> asked -> asked(feature, asked);
        };
    if (feature.fallbacks().isEmpty() && feature.defaultValue().isEmpty()) {
      return own;
    }
    List<Answer<T>> all = new ArrayList<>(own.size());
    for (int i = 0; i < own.size(); i++) {
      Answer<T> answer = own.get(i);
      all.add(answer.status() == Status.ABSENT ? standIn(feature, answer, i) : answer);
    }
    return all;
  }

  private <T> Answer<T> standIn(Feature<T> feature, Answer<T> own, int frame) {
    for (Feature<? extends T> fallback : feature.fallbacks()) {
      Answer<? extends T> other = answers(fallback).get(frame);
      if (other.status().hasValue()) {
        return new Answer<>(
            feature, other.value(), Status.FALLBACK, fallback.name(), other.evidence());
      }
    }
    return feature
        .defaultValue()
        .map(value -> new Answer<>(feature, value, Status.DEFAULT, "", own.evidence()))
        .orElse(own);
  }

  private <T, R> List<Answer<T>> windowed(Feature<T> feature, Formula.Windowed<T, R> windowed) {
    WindowReader<R> reader = stores.windows(windowed.source()).reader(windowed);
    int visible = stores.visible(windowed.source());
    List<Answer<String>> zones =
        windowed.zone().orElse(null) instanceof Formula.Zone.Of(Feature<String> name)
            ? answers(name)
            : List.of();
    ZoneId fixed =
        windowed.zone().orElse(null) instanceof Formula.Zone.Fixed(ZoneId id) ? id : ZoneOffset.UTC;
    List<Answer<T>> answers = new ArrayList<>(frames.size());
    for (int i = 0; i < frames.size(); i++) {
      Frame frame = frames.get(i);
      @Nullable Object[] keys = keys(windowed, frame);
      int missing = Arrays.asList(keys).indexOf(null);
      ZoneId zone = zones.isEmpty() ? fixed : zone(zones.get(i));
      String source = windowed.source().name();
      Evidence nothing = new Evidence(source, Optional.empty(), Optional.empty(), 0);
      if (missing >= 0) {
        answers.add(
            Answers.absent(
                feature, "the question names no " + windowed.by().get(missing).name(), nothing));
      } else if (zone == null) {
        answers.add(withoutZone(feature, zones.get(i), nothing));
      } else {
        answers.add(
            Answers.of(
                feature, reader.read(keys, frame.moment(), zone, visible), source, frame.moment()));
      }
    }
    return answers;
  }

  private static @Nullable Object[] keys(Formula.Windowed<?, ?> windowed, Frame frame) {
    @Nullable Object[] keys = new Object[windowed.by().size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = frame.keys().get(windowed.by().get(i).name());
    }
    return keys;
  }

  /** The zone of a name; null where there is none. */
  private static @Nullable ZoneId zone(Answer<String> name) {
    try {
      return name.value() == null ? null : ZoneId.of(name.value());
    } catch (java.time.DateTimeException e) {
      return null;
    }
  }

  private static <T> Answer<T> withoutZone(
      Feature<T> feature, Answer<String> zone, Evidence nothing) {
    if (zone.value() != null) {
      return Answers.error(
          feature, "zone: " + zone.value() + " (expected: a zone such as Europe/Paris)", nothing);
    }
    String reason = zone.feature().name() + ": " + zone.reason();
    return zone.status() == Status.ERROR
        ? Answers.error(feature, reason, nothing)
        : Answers.absent(feature, reason, nothing);
  }

  private <T> List<Answer<T>> computed(Feature<T> feature, Formula.Computed<T> computed) {
    List<List<Taken>> inputs = computed.inputs().stream().map(this::take).toList();
    List<Answer<T>> answers = new ArrayList<>(frames.size());
    for (int i = 0; i < frames.size(); i++) {
      List<Taken> taken = new ArrayList<>(inputs.size());
      for (List<Taken> input : inputs) {
        taken.add(input.get(i));
      }
      answers.add(computed(feature, computed, taken, frames.get(i).moment()));
    }
    return answers;
  }

  private static <T> Answer<T> computed(
      Feature<T> feature, Formula.Computed<T> computed, List<Taken> taken, long moment) {
    Evidence evidence = Taken.together(taken, moment);
    for (Taken one : taken) {
      if (one.status() == Status.ERROR) {
        return Answers.error(feature, one.reason(), evidence);
      }
    }
    List<@Nullable Object> values = new ArrayList<>(taken.size());
    for (Taken one : taken) {
      if (!one.status().hasValue()) {
        return Answers.absent(feature, one.reason(), evidence);
      }
      values.add(one.value());
    }
    return UserCode.run(
        () -> {
          T value = computed.code().apply(values);
          return value == null
              ? Answers.absent(feature, "the code returned null", evidence)
              : new Answer<>(feature, value, Status.VALUE, "", evidence);
        },
        why -> Answers.error(feature, why, evidence));
  }

  private <T, K> List<Answer<T>> through(Feature<T> feature, Formula.Through<T, K> through) {
    List<Answer<K>> keys = answers(through.key());
    List<Frame> reached = new ArrayList<>();
    List<@Nullable Integer> positions = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      K key = keys.get(i).value();
      positions.add(key == null ? null : reached.size());
      if (key != null) {
        reached.add(frames.get(i).with(through.entity().name(), key));
      }
    }
    List<Answer<T>> targets =
        new Evaluation(answering, stores, reached, null).answers(through.target());
    List<Answer<T>> answers = new ArrayList<>(frames.size());
    for (int i = 0; i < frames.size(); i++) {
      Integer position = positions.get(i);
      answers.add(
          position == null
              ? Answers.without(feature, through.key(), keys.get(i))
              : Answers.as(feature, targets.get(position)));
    }
    return answers;
  }

  private <T, I> List<Answer<T>> asked(Feature<T> feature, Formula.Asked<T, I> asked) {
    Service<I, T> service = asked.service();
    List<Taken> requests = take(asked.request());
    ServiceAnswers answers = answering.services();
    Map<Long, Set<I>> open = new TreeMap<>();
    for (int i = 0; i < frames.size(); i++) {
      Object request = requests.get(i).value();
      Frame frame = frames.get(i);
      if (request != null
          && !frame.recorded()
          && answers.at(service, request, frame.moment()).isEmpty()) {
        @SuppressWarnings("unchecked") // the input's type is the request's
        I typed = (I) request;
        Objects.requireNonNull(open.computeIfAbsent(frame.moment(), _ -> new LinkedHashSet<>()))
            .add(typed);
      }
    }
    open.forEach((moment, unanswered) -> answers.ask(service, unanswered, moment));
    List<Optional<Reply>> replies = replies(service, requests);
    List<Answer<T>> all = new ArrayList<>(frames.size());
    for (int i = 0; i < frames.size(); i++) {
      all.add(asked(feature, asked, requests.get(i), replies.get(i), i));
    }
    return all;
  }

  /**
   * What is known of each request; by their moments, so that the log is read once from end to end.
   */
  private List<Optional<Reply>> replies(Service<?, ?> service, List<Taken> requests) {
    List<Optional<Reply>> replies =
        new ArrayList<>(Collections.nCopies(frames.size(), Optional.empty()));
    IntStream.range(0, frames.size())
        .filter(i -> requests.get(i).value() != null)
        .boxed()
        .sorted(Comparator.comparingLong(i -> frames.get(i).moment()))
        .forEach(i -> {
          Object request = Objects.requireNonNull(requests.get(i).value());
          replies.set(i, answering.services().at(service, request, frames.get(i).moment()));
        });
    return replies;
  }

  private <T, I> Answer<T> asked(
      Feature<T> feature,
      Formula.Asked<T, I> asked,
      Taken request,
      Optional<Reply> reply,
      int position) {
    if (!request.status().hasValue()) {
      return request.status() == Status.ERROR
          ? Answers.error(feature, request.reason(), request.evidence())
          : Answers.absent(feature, request.reason(), request.evidence());
    }
    String service = asked.service().name();
    Evidence nothing = new Evidence(service, Optional.empty(), Optional.empty(), 0);
    if (reply.isPresent()) {
      return switch (reply.get()) {
        case Reply.Known known ->
            Answers.recorded(feature, known, service, frames.get(position).moment());
        case Reply.Nothing(String reason) -> Answers.absent(feature, reason, nothing);
      };
    }
    return asked
        .history()
        .map(history -> Answers.as(feature, answers(history).get(position)))
        .orElseGet(() -> Answers.absent(feature, service + " has no recorded answer", nothing));
  }

  /** What an input holds in each frame. */
  private List<Taken> take(Input<?> input) {
    return switch (input) {
      case Feature<?> feature -> Taken.of(feature, answers(feature));
      case Request<?> request -> frames.stream().map(frame -> Taken.of(request, frame)).toList();
      case Input.Moment _ ->
          frames.stream().map(frame -> Taken.given(Micros.instant(frame.moment()))).toList();
      case Input.Words _ -> frames.stream().map(frame -> Taken.given(frame.words())).toList();
      case Input.Optionally<?>(Input<?> inner) ->
          take(inner).stream().map(Taken::optional).toList();
    };
  }
}
