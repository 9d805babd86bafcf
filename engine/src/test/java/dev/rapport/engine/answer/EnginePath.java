package dev.rapport.engine.answer;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.engine.Progress;
import dev.rapport.engine.TestClock;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.service.ServiceAnswers;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.value.RecordShapes;
import dev.rapport.engine.value.ValueCodec;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import dev.rapport.spi.service.ServiceBindings;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.testkit.AnswerPath;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.RecordedAnswer;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.fakes.FakeFactLog;
import dev.rapport.testkit.fakes.FakeTableReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engine over storage in memory: streams are pushed fact by fact while the clock follows their
 * ingestion, tables are read at once. Facts leave memory as soon as they may.
 */
public final class EnginePath implements AnswerPath {
  /** Where a stream is read: from what was pushed, or after a restart from the log. */
  public enum Life {
    LIVE,
    RESTARTED
  }

  private final Life life;
  private final int block;

  /** With the shortest blocks, so that few facts are many. */
  public EnginePath(Life life) {
    this(life, 2);
  }

  /**
   * The engine.
   *
   * @param block facts in the blocks that are summarised
   */
  EnginePath(Life life, int block) {
    this.life = life;
    this.block = block;
  }

  @Override
  public String name() {
    return "engine " + life;
  }

  @Override
  public List<Context> answer(Scenario scenario) {
    return with(scenario, answering -> answering.past(scenario.questions(), scenario.features()));
  }

  /** Asks what answers from a scenario's facts. */
  <T> T with(Scenario scenario, Function<Answering, T> asking) {
    return with(scenario, Integer.MAX_VALUE, asking);
  }

  /**
   * Asks, after all facts were pushed, what answers as of the moment when only the first few were.
   */
  <T> T with(Scenario scenario, int first, Function<Answering, T> asking) {
    return withFacts(scenario, first, (answering, _) -> asking.apply(answering));
  }

  /** Asks with the facts beside the answers, of which nothing is loaded yet. */
  public <T> T withFacts(Scenario scenario, BiFunction<Answering, FactBase, T> asking) {
    return withFacts(scenario, Integer.MAX_VALUE, asking);
  }

  private <T> T withFacts(Scenario scenario, int first, BiFunction<Answering, FactBase, T> asking) {
    FakeFactLog.Disk disk = new FakeFactLog.Disk();
    FakeTableReader tables = new FakeTableReader();
    TestClock clock = TestClock.at(Instant.EPOCH);
    Set<Feature<?>> features = FeatureGraph.closure(scenario.features());
    try (FactLog log = new FakeFactLog(disk)) {
      FactBase facts = new FactBase(log, tables, clock, Source::name, 1, block);
      Set<Source<?>> tablesThere = new LinkedHashSet<>(sources(features));
      tablesThere.forEach(source -> {
        if (!source.isStream()) {
          fill(tables, source, scenario);
        }
      });
      facts.prepare(features, List.of(), Progress.NONE);
      List<Pushed<?>> pushed = pushed(scenario, tablesThere);
      Answering early = answering(facts, log);
      Answering asked = early;
      for (int i = 0; i < pushed.size(); i++) {
        if (i == first) {
          asked = early.asOfNow();
        }
        pushed.get(i).push(facts, clock);
        if (i % 7 == 0) {
          // What is kept of these answers must not outlive the facts that change them.
          early.past(some(scenario.questions(), i), scenario.features());
        }
      }
      record(log, scenario);
      if (life == Life.RESTARTED) {
        facts = unread(log, tables, clock);
        facts.prepare(features, List.of(), Progress.NONE);
      }
      Answering answering = life == Life.LIVE ? asked : answering(facts, log);
      return asking.apply(answering, unread(log, tables, clock));
    }
  }

  private FactBase unread(FactLog log, FakeTableReader tables, TestClock clock) {
    return new FactBase(log, tables, clock, Source::name, FactBase.ALL_STAY, block);
  }

  /** What the streams of a scenario say, in the order in which it is pushed. */
  private static List<Pushed<?>> pushed(Scenario scenario, Set<Source<?>> sources) {
    List<Pushed<?>> pushed = new ArrayList<>();
    for (Source<?> source : sources) {
      if (source.isStream()) {
        deliveries(source, scenario).forEach(one -> pushed.add(new Pushed<>(source, one)));
      }
    }
    pushed.sort(Comparator.comparing(one -> one.delivery().ingestedAt()));
    return pushed;
  }

  /** How many facts are pushed. */
  static int pushes(Scenario scenario) {
    return pushed(scenario, sources(FeatureGraph.closure(scenario.features()))).size();
  }

  /** A scenario in which only the first few facts are pushed. */
  static Scenario first(Scenario scenario, int first) {
    Map<String, List<Delivery<?>>> said = new HashMap<>();
    pushed(scenario, sources(FeatureGraph.closure(scenario.features()))).stream()
        .limit(first)
        .forEach(one ->
            said.computeIfAbsent(one.source().name(), _ -> new ArrayList<>()).add(one.delivery()));
    Map<Source<?>, List<Delivery<?>>> deliveries = new LinkedHashMap<>();
    scenario
        .deliveries()
        .forEach((source, all) ->
            deliveries.put(
                source, source.isStream() ? said.getOrDefault(source.name(), List.of()) : all));
    return new Scenario(deliveries, scenario.features(), scenario.questions(), scenario.answers());
  }

  private Answering answering(FactBase facts, FactLog log) {
    return new Answering(facts, new ServiceAnswers(log, ServiceBindings.NONE, facts, 4));
  }

  /** A few questions, others each time. */
  private static List<Question> some(List<Question> questions, int time) {
    int from = questions.isEmpty() ? 0 : time % questions.size();
    return questions.subList(from, Math.min(from + 4, questions.size()));
  }

  private static Set<Source<?>> sources(Set<Feature<?>> features) {
    Set<Source<?>> sources = new LinkedHashSet<>();
    for (Feature<?> feature : features) {
      if (feature.formula() instanceof dev.rapport.api.feature.Formula.Windowed<?, ?> windowed) {
        sources.add(windowed.source());
      }
    }
    return sources;
  }

  private static List<Delivery<?>> deliveries(Source<?> source, Scenario scenario) {
    for (Map.Entry<Source<?>, List<Delivery<?>>> entry : scenario.deliveries().entrySet()) {
      if (entry.getKey().name().equals(source.name())) {
        return entry.getValue();
      }
    }
    return List.of();
  }

  /** A delivery of a stream; all are pushed in the order of their ingestion. */
  private record Pushed<R>(Source<R> source, Delivery<?> delivery) {
    @SuppressWarnings("unchecked") // the deliveries of a source are of its record
    void push(FactBase facts, TestClock clock) {
      clock.set(delivery.ingestedAt());
      facts.ingest(source, List.of((R) delivery.fact()));
    }
  }

  private static void record(FactLog log, Scenario scenario) {
    for (RecordedAnswer<?, ?> answer : scenario.answers()) {
      log.append(
          "service/" + answer.service().name(),
          List.of(
              new LogEntry(
                  Micros.of(answer.answeredAt()),
                  ValueCodec.encode(new @Nullable Object[] {answer.request(), answer.answer()}))),
          Map.of());
    }
  }

  private static <R> void fill(FakeTableReader tables, Source<R> source, Scenario scenario) {
    if (!(source.origin() instanceof Source.Origin.Table(String sql))) {
      return;
    }
    List<TableColumn> columns = new ArrayList<>();
    source
        .schema()
        .columns()
        .forEach(column ->
            columns.add(
                new TableColumn(column.name(), column.type().toString(), kind(column.type()))));
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Delivery<?> delivery : deliveries(source, scenario)) {
      @Nullable Object[] values = RecordShapes.take((Record) delivery.fact());
      Map<String, @Nullable Object> row = new HashMap<>();
      for (int i = 0; i < values.length; i++) {
        row.put(columns.get(i).name(), outside(values[i]));
      }
      rows.add(row);
    }
    tables.put(sql, columns, rows);
  }

  /** A value as a table reader hands it out. */
  private static @Nullable Object outside(@Nullable Object value) {
    return switch (value) {
      case Integer i -> (long) i;
      case Float f -> (double) f;
      case Enum<?> constant -> constant.name();
      case null, default -> value;
    };
  }

  private static TableColumn.Kind kind(dev.rapport.api.schema.Type<?> type) {
    return switch (type.toString()) {
      case "string" -> TableColumn.Kind.TEXT;
      case "boolean" -> TableColumn.Kind.BOOLEAN;
      case "integer", "long" -> TableColumn.Kind.INTEGER;
      case "double", "float" -> TableColumn.Kind.FLOATING;
      case "decimal" -> TableColumn.Kind.DECIMAL;
      case "instant" -> TableColumn.Kind.INSTANT;
      case "date" -> TableColumn.Kind.DATE;
      case "uuid" -> TableColumn.Kind.UUID;
      default ->
          type instanceof dev.rapport.api.schema.Type.ListOf<?>
              ? TableColumn.Kind.LIST
              : TableColumn.Kind.TEXT;
    };
  }
}
