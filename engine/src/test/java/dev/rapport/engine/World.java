package dev.rapport.engine;

import dev.rapport.api.feature.Source;
import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.engine.answer.Answering;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.knowledge.KnowledgeBase;
import dev.rapport.engine.prompt.Rendering;
import dev.rapport.engine.service.ServiceAnswers;
import dev.rapport.spi.model.EmbeddingModel;
import dev.rapport.spi.service.ServiceBindings;
import dev.rapport.testkit.fakes.FakeEmbeddingModel;
import dev.rapport.testkit.fakes.FakeFactLog;
import dev.rapport.testkit.fakes.FakeTableReader;
import dev.rapport.testkit.fakes.FakeTokenizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The engine over storage in memory; each look at the clock finds it a second later. */
public final class World implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private final FakeFactLog log;
  private final FactBase facts;
  private final Answering answering;
  private final KnowledgeBase knowledge;

  public World() {
    this(new FakeFactLog.Disk(), new FakeEmbeddingModel(256), ServiceBindings.NONE);
  }

  public World(ServiceBindings services) {
    this(new FakeFactLog.Disk(), new FakeEmbeddingModel(256), services);
  }

  public World(FakeFactLog.Disk disk, EmbeddingModel model, ServiceBindings services) {
    TestClock clock = TestClock.ticking(NOW, Duration.ofSeconds(1));
    log = new FakeFactLog(disk);
    facts = new FactBase(log, new FakeTableReader(), clock, Source::name);
    answering = new Answering(facts, new ServiceAnswers(log, services, facts));
    knowledge = new KnowledgeBase(facts, log, model);
  }

  /** Pushes facts; a source must be named once, if without facts, before it is read. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final <R> World with(Source<R> source, R... pushed) {
    facts.prepare(List.of(), List.of(source), Progress.NONE);
    facts.ingest(source, List.of(pushed));
    return this;
  }

  /** Prepares a knowledge, and returns each report of progress. */
  public List<String> prepare(Knowledge<?> items) {
    List<String> reports = new ArrayList<>();
    knowledge.prepare(
        List.of(items), (what, done, total) -> reports.add(what + " " + done + "/" + total));
    return reports;
  }

  public Answering answering() {
    return answering;
  }

  public KnowledgeBase knowledge() {
    return knowledge;
  }

  /** Rendering in which a token is a word. */
  public Rendering rendering() {
    return new Rendering(answering, knowledge, new FakeTokenizer());
  }

  @Override
  public void close() {
    log.close();
  }
}
