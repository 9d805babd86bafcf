package dev.rapport.engine.answer;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.engine.Progress;
import dev.rapport.engine.intake.FactBase;
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
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engine over storage in memory: streams are pushed fact by fact while the clock follows their
 * ingestion, tables are read at once.
 */
public final class EnginePath implements AnswerPath {
  /** Where a stream is read: from what was pushed, or after a restart from the log. */
  public enum Life {
    LIVE,
    RESTARTED
  }

  private final Life life;

  public EnginePath(Life life) {
    this.life = life;
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
    return withFacts(scenario, (answering, _) -> asking.apply(answering));
  }

  /** The same with the facts beside it, of which nothing is loaded yet. */
  public <T> T withFacts(Scenario scenario, BiFunction<Answering, FactBase, T> asking) {
    FakeFactLog.Disk disk = new FakeFactLog.Disk();
    FakeTableReader tables = new FakeTableReader();
    SteppedClock clock = new SteppedClock();
    Set<Feature<?>> features = FeatureGraph.closure(scenario.features());
    try (FactLog log = new FakeFactLog(disk)) {
      FactBase facts = new FactBase(log, tables, clock, Source::name);
      Set<Source<?>> tablesThere = new LinkedHashSet<>(sources(features));
      tablesThere.forEach(source -> {
        if (!source.isStream()) {
          fill(tables, source, scenario);
        }
      });
      facts.prepare(features, List.of(), Progress.NONE);
      List<Pushed<?>> pushed = new ArrayList<>();
      for (Source<?> source : tablesThere) {
        if (source.isStream()) {
          deliveries(source, scenario).forEach(one -> pushed.add(new Pushed<>(source, one)));
        }
      }
      pushed.sort(Comparator.comparing(one -> one.delivery().ingestedAt()));
      Answering early = answering(facts, log);
      for (int i = 0; i < pushed.size(); i++) {
        pushed.get(i).push(facts, clock);
        if (i % 7 == 0) {
          // What is kept of these answers must not outlive the facts that change them.
          early.past(scenario.questions(), scenario.features());
        }
      }
      record(log, scenario);
      if (life == Life.RESTARTED) {
        facts = new FactBase(log, tables, clock, Source::name);
        facts.prepare(features, List.of(), Progress.NONE);
      }
      Answering answering = life == Life.LIVE ? early : answering(facts, log);
      return asking.apply(answering, new FactBase(log, tables, clock, Source::name));
    }
  }

  /** With the shortest blocks, so that few facts are many. */
  private static Answering answering(FactBase facts, FactLog log) {
    return new Answering(facts, new ServiceAnswers(log, ServiceBindings.NONE, facts), 2);
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
    void push(FactBase facts, SteppedClock clock) {
      clock.now = delivery.ingestedAt();
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

  /** A clock that stands still until it is moved. */
  private static final class SteppedClock extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
