package dev.rapport.engine.dataset;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.question.Status;
import dev.rapport.engine.Progress;
import dev.rapport.engine.answer.Answering;
import dev.rapport.engine.answer.Columns;
import dev.rapport.engine.answer.Needs;
import dev.rapport.engine.slice.Round;
import dev.rapport.engine.slice.Slice;
import dev.rapport.spi.table.OutputVector;
import dev.rapport.spi.table.TableReader;
import dev.rapport.spi.table.TableWriter;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What features were at many moments: a row for each question, in their order, with its columns and
 * one more for each feature. Nothing is computed before the rows are asked for.
 */
public final class Dataset {
  /** How many problems are kept to be shown. */
  private static final int SHOWN = 100;

  /** How many values are worked out together, of all features for some questions. */
  private static final int MOST_VALUES = 1 << 19;

  private static final int FEWEST_VALUES = 1 << 14;
  private static final int FEWEST_ROWS = 1 << 8;

  /** About how many bytes a value takes. */
  private static final int VALUE = 24;

  private final Answering answering;
  private final TableReader tables;
  private final TableWriter writer;
  private final Questions questions;
  private final List<Feature<?>> features;
  private final Progress progress;
  private final Optional<Passes> passes;
  private final long bytes;

  /**
   * What was written.
   *
   * @param rows how many questions there were, each of which has its row
   * @param problems how many of them could not be asked; their values are absent
   * @param firstProblems the first of them: row and reason
   * @param errors the features that are in error in some rows, which have no value there
   */
  public record Written(long rows, long problems, List<String> firstProblems, List<Errors> errors) {
    public Written {
      firstProblems = List.copyOf(firstProblems);
      errors = List.copyOf(errors);
    }
  }

  /**
   * The rows in which a feature is in error: its code threw, or its sum is beyond 64 bits.
   *
   * @param feature its name
   * @param rows how many there are
   * @param firstRow the first of them, counted from 1
   * @param reason why it is in error there
   */
  public record Errors(String feature, long rows, long firstRow, String reason) {}

  /** A dataset over facts that are loaded. */
  public Dataset(
      Answering answering,
      TableReader tables,
      TableWriter writer,
      Questions questions,
      List<Feature<?>> features,
      Progress progress) {
    this(
        answering, tables, writer, questions, features, progress, Optional.empty(), Long.MAX_VALUE);
  }

  private Dataset(
      Answering answering,
      TableReader tables,
      TableWriter writer,
      Questions questions,
      List<Feature<?>> features,
      Progress progress,
      Optional<Passes> passes,
      long bytes) {
    this.answering = answering;
    this.tables = tables;
    this.writer = writer;
    this.questions = questions;
    this.features = List.copyOf(features);
    this.progress = progress;
    this.passes = passes;
    this.bytes = bytes;
  }

  /** The same over facts that are loaded pass by pass when the rows are asked for. */
  public Dataset in(Passes passes) {
    return new Dataset(
        answering, tables, writer, questions, features, progress, Optional.of(passes), bytes);
  }

  /** The same near a bound of memory; see {@link #forFacts}. */
  public Dataset within(long memory) {
    return new Dataset(answering, tables, writer, questions, features, progress, passes, memory);
  }

  /**
   * How many bytes facts may take of the memory of a dataset: three quarters. An eighth is for
   * values on their way to the file, an eighth for who writes it.
   */
  public static long forFacts(long memory) {
    return memory / 4 * 3;
  }

  /**
   * Writes a Parquet file.
   *
   * @throws RapportException of kind {@code USER} if the name does not end in {@code .parquet}
   */
  public Written writeParquet(Path file) {
    return write(ending(file, ".parquet"));
  }

  /**
   * Writes a CSV file.
   *
   * @throws RapportException of kind {@code USER} if the name does not end in {@code .csv}
   */
  public Written writeCsv(Path file) {
    return write(ending(file, ".csv"));
  }

  private static void checkGiven(Path file) {
    if (file == null) {
      throw RapportException.user("dataset file", null, "the path of a .parquet or .csv file");
    }
  }

  private static Path ending(Path file, String extension) {
    checkGiven(file);
    if (!file.toString().endsWith(extension)) {
      throw RapportException.user("dataset file", file, "a name that ends in " + extension);
    }
    return file;
  }

  /** Writes a file in the format of its extension; it is not there before it is complete. */
  public Written write(Path file) {
    checkGiven(file);
    return switch (questions) {
      case Questions.InFile in -> write(file, in.file());
      case Questions.Listed listed -> write(file, listed.questions());
    };
  }

  /**
   * The contexts, in the order of the questions. All values of a question that could not be asked
   * are absent; the {@link Answer#reason} of each says why.
   */
  public List<Context> rows() {
    return switch (questions) {
      case Questions.Listed listed -> contexts(listed.questions());
      case Questions.InFile in -> {
        QuestionFile file = file(in.file());
        if (passes.isPresent()) {
          yield contexts(file, passes.get());
        }
        List<Context> contexts = new ArrayList<>();
        Answering asOfNow = answering.asOfNow();
        file.read(batch -> contexts.addAll(asOfNow.past(batch.questions(), features)));
        yield contexts;
      }
    };
  }

  private List<Context> contexts(List<Question> asked) {
    return passes.isPresent()
        ? contexts(asked, Answering.withoutMoment(asked), passes.get())
        : answering.past(asked, features);
  }

  private List<Context> contexts(QuestionFile file, Passes passes) {
    List<Question> asked = new ArrayList<>();
    Map<Integer, String> problems = new HashMap<>();
    file.read(batch -> {
      int before = asked.size();
      batch.questions().problems().forEach((row, why) -> problems.put(before + row, why));
      IntStream.range(0, batch.questions().size())
          .mapToObj(batch.questions()::question)
          .forEach(asked::add);
    });
    return contexts(asked, problems, passes);
  }

  private List<Context> contexts(
      List<Question> asked, Map<Integer, String> problems, Passes passes) {
    @Nullable Context[] contexts = new Context[asked.size()];
    Meter meter = new Meter(progress, passes.rows(), passes.rounds().size(), asked.size());
    passes.each(
        meter,
        Heap.near(bytes),
        (round, slice, answering) -> {
          int[] part =
              IntStream.range(0, contexts.length)
                  .filter(i -> slice.has(Slice.bucket(key(asked.get(i), round))))
                  .toArray();
          Map<Integer, String> theirs = new HashMap<>();
          for (int i = 0; i < part.length; i++) {
            String why = problems.get(part[i]);
            if (why != null) {
              theirs.put(i, why);
            }
          }
          List<Context> answered =
              answering.past(
                  IntStream.of(part).mapToObj(asked::get).toList(), theirs, round.features());
          for (int i = 0; i < part.length; i++) {
            Context before = contexts[part[i]];
            contexts[part[i]] = before == null ? answered.get(i) : both(before, answered.get(i));
          }
          meter.answered(part.length);
        });
    return Arrays.stream(contexts).map(Objects::requireNonNull).toList();
  }

  private static @Nullable Object key(Question question, Round round) {
    return round.entity().map(entity -> question.keys().get(entity.name())).orElse(null);
  }

  /** The answers to one question of two rounds, in the order in which they were asked for. */
  private Context both(Context one, Context other) {
    Map<String, Answer<?>> answers = new HashMap<>();
    one.answers().forEach(answer -> answers.put(answer.feature().name(), answer));
    other.answers().forEach(answer -> answers.put(answer.feature().name(), answer));
    List<Answer<?>> ordered = new ArrayList<>();
    for (Feature<?> feature : features) {
      Answer<?> answer = answers.get(feature.name());
      if (answer != null) { // else that of a round to come
        ordered.add(answer);
      }
    }
    return new Context(one.question(), one.moment(), ordered);
  }

  private QuestionFile file(Path file) {
    long values =
        Math.clamp(bytes / 8 / VALUE / Ordered.mostUnderWay(), FEWEST_VALUES, MOST_VALUES);
    int rows = (int) Math.max(FEWEST_ROWS, values / Math.max(1, features.size()));
    return new QuestionFile(tables, file, needs(), rows);
  }

  private Needs needs() {
    return Needs.of(features, null);
  }

  private Written write(Path file, Path questionFile) {
    QuestionFile source = file(questionFile);
    List<OutputColumn> columns = new ArrayList<>(source.passedThrough());
    features.forEach(feature -> columns.add(new OutputColumn(feature.name(), feature.type())));
    checkNames(columns);
    Tally tally = new Tally(features);
    if (passes.isPresent()) {
      try (TableWriter.Output output = writer.create(file, columns)) {
        new PassWriting(passes.get(), source, features, file, progress, Heap.near(bytes))
            .write(output, tally);
        output.commit();
      }
      return tally.written();
    }
    long total = source.count();
    Columns answers = answering.columns(features);
    Heap heap = Heap.near(bytes);
    try (TableWriter.Output output = writer.create(file, columns);
        Ordered<QuestionFile.Batch, Columns.Values> work =
            new Ordered<>(
                batch -> answers.of(batch.questions()),
                (batch, values) -> {
                  List<OutputVector> all = new ArrayList<>(batch.cells());
                  all.addAll(values.vectors());
                  output.rows(batch.questions().size(), all);
                  values.errors().forEach(tally::add);
                  tally.add(batch.questions().size(), batch.questions().problems());
                  progress.at("answering", tally.rows, total);
                  heap.tidy();
                },
                () -> progress.at("answering", tally.rows, total))) {
      source.read(work::add);
      work.finish();
      output.commit();
    }
    return tally.written();
  }

  /** What was written so far. */
  static final class Tally {
    private long rows;
    private long problems;
    private final List<String> firstProblems = new ArrayList<>();
    private final SequencedMap<String, Errors> errors = new LinkedHashMap<>();

    /** The features whose errors are told, in that order. */
    Tally(List<Feature<?>> features) {
      features.forEach(feature -> errors.put(feature.name(), new Errors(feature.name(), 0, 0, "")));
    }

    /** Adds errors of the rows that are added next. */
    void add(Columns.Errors more) {
      long first = rows + more.first() + 1;
      errors.computeIfPresent(
          more.feature().name(),
          (name, before) ->
              before.rows() == 0
                  ? new Errors(name, more.count(), first, more.reason())
                  : new Errors(
                      name, before.rows() + more.count(), before.firstRow(), before.reason()));
    }

    void add(int size, SortedMap<Integer, String> why) {
      why.forEach((row, problem) -> {
        problems++;
        if (firstProblems.size() < SHOWN) {
          firstProblems.add("row " + (rows + row + 1) + ": " + problem);
        }
      });
      rows += size;
    }

    Written written() {
      List<Errors> some = errors.values().stream().filter(each -> each.rows() > 0).toList();
      return new Written(rows, problems, firstProblems, some);
    }
  }

  private Written write(Path file, List<Question> asked) {
    SequencedSet<String> keys = new LinkedHashSet<>();
    Needs needs = needs();
    keys.addAll(needs.keys().keySet());
    List<OutputColumn> columns = new ArrayList<>();
    needs.keys().forEach((name, type) -> columns.add(new OutputColumn(name, type)));
    columns.add(new OutputColumn(QuestionFile.AT, dev.rapport.api.schema.Type.INSTANT));
    features.forEach(feature -> columns.add(new OutputColumn(feature.name(), feature.type())));
    checkNames(columns);
    Tally tally = new Tally(features);
    try (TableWriter.Output output = writer.create(file, columns)) {
      List<Context> contexts = contexts(asked);
      for (int i = 0; i < contexts.size(); i++) {
        Context context = contexts.get(i);
        for (Answer<?> answer : context.answers()) {
          if (answer.status() == Status.ERROR) {
            tally.add(new Columns.Errors(answer.feature(), 1, i, answer.reason()));
          }
        }
        @Nullable Object[] own = new Object[keys.size() + 1];
        int at = 0;
        for (String key : keys) {
          own[at++] = context.question().keys().get(key);
        }
        own[at] = context.question().at().orElse(null);
        output.row(cells(own, context));
      }
      output.commit();
      progress.at("answering", asked.size(), asked.size());
    }
    tally.add(asked.size(), new TreeMap<>(Answering.withoutMoment(asked)));
    return tally.written();
  }

  private static @Nullable Object[] cells(@Nullable Object[] own, Context context) {
    List<Answer<?>> answers = context.answers();
    @Nullable Object[] cells = java.util.Arrays.copyOf(own, own.length + answers.size());
    for (int i = 0; i < answers.size(); i++) {
      cells[own.length + i] = answers.get(i).value();
    }
    return cells;
  }

  private static void checkNames(List<OutputColumn> columns) {
    Set<String> names = new HashSet<>();
    for (OutputColumn column : columns) {
      if (!names.add(column.name())) {
        throw RapportException.user(
            "dataset column " + column.name(),
            "twice",
            "a feature and no column of the questions of that name; rename one of them");
      }
    }
  }
}
