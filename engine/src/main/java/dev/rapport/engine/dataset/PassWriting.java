package dev.rapport.engine.dataset;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.Progress;
import dev.rapport.engine.answer.Columns;
import dev.rapport.engine.answer.ValueVector;
import dev.rapport.engine.slice.Slice;
import dev.rapport.spi.table.OutputVector;
import dev.rapport.spi.table.TableWriter.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a dataset in passes: the values of each pass go to a file aside, in the order of its
 * questions; then the questions are read once more, and each takes the next values of its pass. Not
 * thread-safe.
 */
final class PassWriting {
  private final Passes passes;
  private final QuestionFile questions;
  private final List<Feature<?>> features;
  private final List<Type<?>> types;
  private final Path file;
  private final Meter meter;
  private final Heap heap;

  /** Which pass answered the questions of a bucket. */
  private final int[] passOf = new int[Slice.BUCKETS];

  private final List<Path> parts = new ArrayList<>();

  /** By pass, the features in error, at the row of the pass that is the first. */
  private final List<SortedMap<Long, List<Columns.Errors>>> errors = new ArrayList<>();

  /** How many rows of each pass were put together. */
  private long[] taken = new long[0];

  PassWriting(
      Passes passes,
      QuestionFile questions,
      List<Feature<?>> features,
      Path file,
      Progress progress,
      Heap heap) {
    this.passes = passes;
    this.questions = questions;
    this.features = features;
    this.types = features.stream().<Type<?>>map(Feature::type).toList();
    this.file = file;
    this.heap = heap;
    this.meter = new Meter(progress, passes.rows(), questions.count());
  }

  /** Adds all rows to an output, and to what is told of them. */
  void write(Output output, Dataset.Tally tally) {
    String stamp = questions.stamp();
    passes.each(
        meter,
        heap,
        (slice, answering) -> {
          Path part = output.aside("pass-" + parts.size());
          Arrays.fill(passOf, slice.from(), slice.to(), parts.size());
          parts.add(part);
          answer(slice, answering.columns(features), part);
        });
    taken = new long[parts.size()];
    List<ValueFile.Reader> readers = new ArrayList<>();
    try {
      for (Path part : parts) {
        readers.add(new ValueFile.Reader(part, file, types));
      }
      if (!questions.stamp().equals(stamp)) {
        throw RapportException.user(
            "questions of " + file,
            "changed while they were answered",
            "the same file until the dataset is written; ask again");
      }
      meter.stage("putting together " + parts.size() + " passes");
      questions.read(batch -> {
        output.rows(batch.questions().size(), merged(batch, readers, tally));
        tally.add(batch.questions().size(), batch.questions().problems());
        meter.written(batch.questions().size());
        heap.tidy();
      });
    } finally {
      readers.forEach(ValueFile.Reader::close);
    }
  }

  private void answer(Slice slice, Columns answers, Path part) {
    SortedMap<Long, List<Columns.Errors>> failed = new TreeMap<>();
    errors.add(failed);
    long[] rows = {0};
    try (ValueFile.Writer values = new ValueFile.Writer(part, file, types);
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
      if (passes.entity().isPresent()) {
        questions.read(passes.entity().get(), slice, work::add);
      } else {
        questions.read(work::add);
      }
      work.finish();
    }
  }

  private List<OutputVector> merged(
      QuestionFile.Batch batch, List<ValueFile.Reader> readers, Dataset.Tally tally) {
    int size = batch.questions().size();
    List<ValueVector> vectors = types.stream().map(type -> new ValueVector(type, size)).toList();
    @Nullable Object[] keys =
        passes
            .entity()
            .map(entity -> batch.questions().keys(entity.name()))
            .orElseGet(() -> new Object[size]);
    for (int row = 0; row < size; row++) {
      int pass = passOf[Slice.bucket(keys[row])];
      readers.get(pass).next(vectors, row);
      for (Columns.Errors one : errors.get(pass).getOrDefault(taken[pass]++, List.of())) {
        tally.add(new Columns.Errors(one.feature(), one.count(), row, one.reason()));
      }
    }
    List<OutputVector> all = new ArrayList<>(batch.cells());
    vectors.forEach(vector -> all.add(vector.vector()));
    return all;
  }
}
