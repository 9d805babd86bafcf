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

  /** Which pass answered the questions of a bucket. */
  private final int[] passOf = new int[Slice.BUCKETS];

  private final List<Path> parts = new ArrayList<>();

  PassWriting(
      Passes passes,
      QuestionFile questions,
      List<Feature<?>> features,
      Path file,
      Progress progress) {
    this.passes = passes;
    this.questions = questions;
    this.features = features;
    this.types = features.stream().<Type<?>>map(Feature::type).toList();
    this.file = file;
    this.meter = new Meter(progress, passes.rows(), questions.count());
  }

  /** Adds all rows to an output, and to what is told of them. */
  void write(Output output, Dataset.Tally tally) {
    String stamp = questions.stamp();
    passes.each(
        meter,
        (slice, answering) -> {
          Path part = output.aside("pass-" + parts.size());
          Arrays.fill(passOf, slice.from(), slice.to(), parts.size());
          parts.add(part);
          answer(slice, answering.columns(features), part);
        });
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
        output.rows(batch.questions().size(), merged(batch, readers));
        tally.add(batch);
        meter.written(batch.questions().size());
      });
    } finally {
      readers.forEach(ValueFile.Reader::close);
    }
  }

  private void answer(Slice slice, Columns answers, Path part) {
    try (ValueFile.Writer values = new ValueFile.Writer(part, file, types);
        Ordered<QuestionFile.Batch, List<OutputVector>> work =
            new Ordered<>(
                batch -> answers.of(batch.questions()),
                (batch, vectors) -> {
                  values.rows(batch.questions().size(), vectors);
                  meter.answered(batch.questions().size());
                })) {
      if (passes.entity().isPresent()) {
        questions.read(passes.entity().get(), slice, work::add);
      } else {
        questions.read(work::add);
      }
      work.finish();
    }
  }

  private List<OutputVector> merged(QuestionFile.Batch batch, List<ValueFile.Reader> readers) {
    int size = batch.questions().size();
    List<ValueVector> vectors = types.stream().map(type -> new ValueVector(type, size)).toList();
    @Nullable Object[] keys =
        passes
            .entity()
            .map(entity -> batch.questions().keys(entity.name()))
            .orElseGet(() -> new Object[size]);
    for (int row = 0; row < size; row++) {
      readers.get(passOf[Slice.bucket(keys[row])]).next(vectors, row);
    }
    List<OutputVector> all = new ArrayList<>(batch.cells());
    vectors.forEach(vector -> all.add(vector.vector()));
    return all;
  }
}
