package dev.rapport.engine.dataset;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.answer.Answering;
import dev.rapport.engine.answer.Columns;
import dev.rapport.engine.answer.QuestionBatch;
import dev.rapport.engine.answer.ValueVector;
import dev.rapport.engine.slice.Round;
import dev.rapport.engine.slice.Slice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of one round: those of each pass go to a file aside, in the order of its questions;
 * then each question takes the next values of its pass. Not thread-safe.
 */
final class PassValues implements AutoCloseable {
  private final Round round;
  private final Path dataset;
  private final List<Type<?>> types;

  /** Which pass answered the questions of a bucket. */
  private final int[] passOf = new int[Slice.BUCKETS];

  private final List<Path> parts = new ArrayList<>();

  /** By pass, the features in error, at the row of the pass that is the first. */
  private final List<SortedMap<Long, List<Columns.Errors>>> errors = new ArrayList<>();

  private final List<ValueFile.Reader> readers = new ArrayList<>();

  /** How many rows of each pass were taken. */
  private long[] taken = new long[0];

  /**
   * No values yet.
   *
   * @param dataset what they are needed for
   */
  PassValues(Round round, Path dataset) {
    this.round = round;
    this.dataset = dataset;
    this.types = round.features().stream().<Type<?>>map(Feature::type).toList();
  }

  /** Answers the questions about the keys of a slice into a file. */
  void answer(
      Slice slice, Answering answering, QuestionFile questions, Path part, Meter meter, Heap heap) {
    Arrays.fill(passOf, slice.from(), slice.to(), parts.size());
    parts.add(part);
    SortedMap<Long, List<Columns.Errors>> failed = new TreeMap<>();
    errors.add(failed);
    Columns answers = answering.columns(round.features());
    long[] rows = {0};
    try (ValueFile.Writer values = new ValueFile.Writer(part, dataset, types);
        Ordered<QuestionFile.Batch, Columns.Values> work =
            new Ordered<>(
                batch -> answers.of(batch.questions()),
                (batch, found) -> {
                  for (Columns.Errors one : found.errors()) {
                    failed.computeIfAbsent(rows[0] + one.first(), _ -> new ArrayList<>()).add(one);
                  }
                  rows[0] += batch.questions().size();
                  values.rows(batch.questions().size(), found.vectors());
                  meter.answered(batch.questions().size());
                  heap.tidy();
                },
                () -> meter.answered(0))) {
      if (round.entity().isPresent()) {
        questions.read(round.entity().get(), slice, work::add);
      } else {
        questions.read(work::add);
      }
      work.finish();
    }
  }

  /** Goes back to the first question. */
  void open() {
    taken = new long[parts.size()];
    for (Path part : parts) {
      readers.add(new ValueFile.Reader(part, dataset, types));
    }
  }

  /**
   * Takes the values for the next questions of the file.
   *
   * @param values by the names of features
   * @param tally is told of the features in error
   */
  void take(QuestionBatch questions, Map<String, ValueVector> values, Dataset.Tally tally) {
    List<ValueVector> vectors =
        round.features().stream().map(feature -> values.get(feature.name())).toList();
    @Nullable Object[] keys =
        round
            .entity()
            .map(entity -> questions.keys(entity.name()))
            .orElseGet(() -> new Object[questions.size()]);
    for (int row = 0; row < questions.size(); row++) {
      int pass = passOf[Slice.bucket(keys[row])];
      readers.get(pass).next(vectors, row);
      for (Columns.Errors one : errors.get(pass).getOrDefault(taken[pass]++, List.of())) {
        tally.add(new Columns.Errors(one.feature(), one.count(), row, one.reason()));
      }
    }
  }

  @Override
  public void close() {
    readers.forEach(ValueFile.Reader::close);
  }
}
