package dev.rapport.engine.service;

import dev.rapport.engine.service.Reply.Known;
import dev.rapport.engine.service.Reply.Nothing;
import dev.rapport.engine.value.Micros;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What serving needs of what a service said: the answers that are fresh enough to be used again,
 * and what came of the calls of the past minute for the questions that made them. What is older
 * leaves now and then, so at most about twice as much is kept. Thread-safe.
 */
final class RecentAnswers {
  /** How long a question may take that finds all it needs here. */
  private static final long QUESTION = Micros.of(Duration.ofMinutes(1));

  private static final int FEW = 1_024;

  private final long freshFor;
  private final Map<Object, TreeMap<Long, Known>> answered = new HashMap<>();
  private final TreeMap<Long, Map<Object, Reply>> served = new TreeMap<>();
  private final TreeMap<Long, Nothing> failed = new TreeMap<>();

  /** From when on all answers are here. */
  private long answersFrom;

  /** From what moment of a question on all that came of its calls is here. */
  private long momentsFrom;

  private int rows;
  private int manyRows = FEW;

  /** Nothing yet; complete once it has taken all rows that name times from then on. */
  RecentAnswers(long freshFor, long completeFrom) {
    this.freshFor = freshFor;
    this.answersFrom = completeFrom;
    this.momentsFrom = completeFrom;
  }

  long freshFor() {
    return freshFor;
  }

  /** What came first for a moment stays, so that it is the same for all who ask there. */
  synchronized void take(AnswerRow row, long stamp) {
    Object request = row.request();
    Object answer = row.answer();
    if (request != null && answer != null && stamp >= answersFrom) {
      Objects.requireNonNull(answered.computeIfAbsent(request, _ -> new TreeMap<>()))
          .put(stamp, new Known(answer, stamp));
    }
    Long moment = row.moment();
    if (moment != null && moment >= momentsFrom && !failed.containsKey(moment)) {
      if (request == null) {
        failed.put(moment, new Nothing(row.reason()));
      } else {
        Objects.requireNonNull(served.computeIfAbsent(moment, _ -> new HashMap<>()))
            .putIfAbsent(
                request, answer == null ? new Nothing(row.reason()) : new Known(answer, stamp));
      }
    }
    if (++rows >= manyRows) {
      forget(stamp);
    }
  }

  /** Forgets what serving needs no more after a time, a clock that went back allowed for. */
  private void forget(long now) {
    momentsFrom = Math.max(momentsFrom, Micros.minus(now, QUESTION));
    answersFrom = Math.max(answersFrom, Micros.minus(momentsFrom, freshFor));
    rows = 0;
    answered
        .values()
        .removeIf(answers -> {
          answers.headMap(answersFrom).clear();
          rows += answers.size();
          return answers.isEmpty();
        });
    served.headMap(momentsFrom).clear();
    failed.headMap(momentsFrom).clear();
    served.values().forEach(replies -> rows += replies.size());
    rows += failed.size();
    manyRows = Math.max(FEW, 2 * rows);
  }

  /**
   * What is found here.
   *
   * @param isComplete whether older rows have nothing to add
   */
  record Finding(boolean isComplete, Optional<Reply> reply) {
    private static final Finding INCOMPLETE = new Finding(false, Optional.empty());

    private static Finding of(@Nullable Reply reply) {
      return new Finding(true, Optional.ofNullable(reply));
    }
  }

  /** What a question at a moment knows, of that moment or answered in {@code [oldest, moment)}. */
  synchronized Finding at(Object request, long moment, long oldest) {
    if (moment < momentsFrom) {
      return Finding.INCOMPLETE;
    }
    Reply own = served.getOrDefault(moment, Map.of()).get(request);
    if (own != null) {
      return Finding.of(own);
    }
    TreeMap<Long, Known> answers = answered.get(request);
    Map.Entry<Long, Known> newest = answers == null ? null : answers.lowerEntry(moment);
    if (newest != null && newest.getKey() >= oldest) {
      return Finding.of(newest.getValue());
    }
    if (newest == null && oldest < answersFrom) {
      return Finding.INCOMPLETE;
    }
    return Finding.of(failed.get(moment));
  }
}
