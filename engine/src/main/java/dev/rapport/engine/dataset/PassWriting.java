package dev.rapport.engine.dataset;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.engine.Progress;
import dev.rapport.engine.answer.QuestionBatch;
import dev.rapport.engine.answer.ValueVector;
import dev.rapport.engine.slice.Round;
import dev.rapport.spi.table.OutputVector;
import dev.rapport.spi.table.TableWriter.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes a dataset in passes: the values of all passes go to files aside; then the questions are
 * read once more, and each takes its values of every round. Not thread-safe.
 */
final class PassWriting {
  private final Passes passes;
  private final QuestionFile questions;
  private final List<Feature<?>> features;
  private final Path file;
  private final Meter meter;
  private final Heap heap;

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
    this.file = file;
    this.heap = heap;
    this.meter = new Meter(progress, passes.rows(), passes.rounds().size(), questions.count());
  }

  /** Adds all rows to an output, and to what is told of them. */
  void write(Output output, Dataset.Tally tally) {
    String stamp = questions.stamp();
    Map<Round, PassValues> rounds = new LinkedHashMap<>();
    passes.rounds().forEach(round -> rounds.put(round, new PassValues(round, file)));
    int[] parts = {0};
    passes.each(
        meter,
        heap,
        (round, slice, answering) ->
            Objects.requireNonNull(rounds.get(round))
                .answer(
                    slice, answering, questions, output.aside("pass-" + parts[0]++), meter, heap));
    try {
      rounds.values().forEach(PassValues::open);
      if (!questions.stamp().equals(stamp)) {
        throw RapportException.user(
            "questions of " + file,
            "changed while they were answered",
            "the same file until the dataset is written; ask again");
      }
      meter.stage("putting together " + parts[0] + " passes");
      questions.read(batch -> {
        output.rows(batch.questions().size(), merged(batch, rounds.values(), tally));
        tally.add(batch.questions().size(), batch.questions().problems());
        meter.written(batch.questions().size());
        heap.tidy();
      });
    } finally {
      rounds.values().forEach(PassValues::close);
    }
  }

  private List<OutputVector> merged(
      QuestionFile.Batch batch, Iterable<PassValues> rounds, Dataset.Tally tally) {
    QuestionBatch asked = batch.questions();
    Map<String, ValueVector> vectors = new LinkedHashMap<>();
    features.forEach(
        feature -> vectors.put(feature.name(), new ValueVector(feature.type(), asked.size())));
    rounds.forEach(round -> round.take(asked, vectors, tally));
    List<OutputVector> all = new ArrayList<>(batch.cells());
    vectors.values().forEach(vector -> all.add(vector.vector()));
    return all;
  }
}
