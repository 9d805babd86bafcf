package dev.rapport.engine.answer;

import dev.rapport.api.question.Question;
import dev.rapport.engine.value.Micros;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Questions of the past by columns: keys by entity, inputs by name, one value or null for each
 * question. Not thread-safe while it is filled.
 */
public final class QuestionBatch {
  /** Why a question without a moment is not asked. */
  public static final String NO_MOMENT = "the question has no moment";

  private final int size;
  private final Map<String, @Nullable Object[]> keys = new LinkedHashMap<>();
  private final Map<String, @Nullable Object[]> inputs = new LinkedHashMap<>();
  private @Nullable Object[] words = new Object[0];
  private final long[] moments;
  private final BitSet timed = new BitSet();
  private final SortedMap<Integer, String> problems = new TreeMap<>();

  /** So many questions, none of which can be asked before it has a moment. */
  public QuestionBatch(int size) {
    this.size = size;
    this.moments = new long[size];
  }

  public int size() {
    return size;
  }

  /** The keys of an entity, to be filled in. */
  public @Nullable Object[] keys(String entity) {
    return keys.computeIfAbsent(entity, _ -> new Object[size]);
  }

  /** The values of a request input, to be filled in. */
  public @Nullable Object[] inputs(String name) {
    return inputs.computeIfAbsent(name, _ -> new Object[size]);
  }

  /** The words of each question, to be filled in. */
  public @Nullable Object[] words() {
    if (words.length < size) {
      words = new Object[size];
    }
    return words;
  }

  /** Gives a question its moment. */
  public void at(int question, long micros) {
    moments[question] = micros;
    timed.set(question);
  }

  /** Makes a question one that is not asked: all its values are absent, for that reason. */
  public void dismiss(int question, String reason) {
    problems.putIfAbsent(question, reason);
  }

  /** Why questions are not asked, by their positions. */
  public SortedMap<Integer, String> problems() {
    SortedMap<Integer, String> all = new TreeMap<>(problems);
    for (int at = timed.nextClearBit(0); at < size; at = timed.nextClearBit(at + 1)) {
      all.putIfAbsent(at, NO_MOMENT);
    }
    return all;
  }

  boolean isAskable(int question) {
    return timed.get(question) && (problems.isEmpty() || !problems.containsKey(question));
  }

  long moment(int question) {
    return moments[question];
  }

  /** The positions of the questions that are asked. */
  int[] askable() {
    return IntStream.range(0, size).filter(this::isAskable).toArray();
  }

  Map<String, @Nullable Object[]> keys() {
    return keys;
  }

  long[] moments() {
    return moments;
  }

  /** A question by itself. */
  public Question question(int question) {
    return new Question(
        row(keys, question),
        row(inputs, question),
        words.length == 0 || words[question] == null ? "" : String.valueOf(words[question]),
        timed.get(question) ? Optional.of(Micros.instant(moments[question])) : Optional.empty());
  }

  private static Map<String, Object> row(Map<String, @Nullable Object[]> columns, int question) {
    Map<String, Object> row = new LinkedHashMap<>();
    columns.forEach((name, values) -> {
      Object value = values[question];
      if (value != null) {
        row.put(name, value);
      }
    });
    return row;
  }
}
