package dev.rapport.engine.answer;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.engine.Progress;
import dev.rapport.engine.TestClock;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.service.ServiceAnswers;
import dev.rapport.spi.service.ServiceBindings;
import dev.rapport.testkit.fakes.FakeFactLog;
import dev.rapport.testkit.fakes.FakeTableReader;
import dev.rapport.testkit.fakes.WatchedFactLog;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A process over a log, with a clock that is set. */
final class Server {
  private final FakeFactLog.Disk disk = new FakeFactLog.Disk();
  final FakeTableReader tables = new FakeTableReader();
  final TestClock clock = TestClock.at(Instant.parse("2025-01-01T00:00:00Z"));
  final List<Feature<?>> features;
  private final int few;
  WatchedFactLog log = new WatchedFactLog(new FakeFactLog(disk));
  FactBase facts;
  Answering answering;

  Server(int few, List<Feature<?>> features) {
    this.few = few;
    this.features = features;
    facts = base();
    answering = answering();
  }

  private FactBase base() {
    FactBase base = new FactBase(log, tables, clock, Source::name, few, 2);
    base.prepare(FeatureGraph.closure(features), List.of(), Progress.NONE);
    return base;
  }

  private Answering answering() {
    return new Answering(facts, new ServiceAnswers(log, ServiceBindings.NONE, facts));
  }

  void restart() {
    log.close();
    log = new WatchedFactLog(new FakeFactLog(disk));
    facts = base();
    answering = answering();
  }

  /** Puts a catalog into use whose features are others; those that are asked stay the same. */
  void apply(List<Feature<?>> others) {
    FactBase next = facts.successor(sources());
    next.prepare(FeatureGraph.closure(others), List.of(), Progress.NONE);
    next.catchUp();
    facts = next;
    answering = answering();
  }

  private Set<Source<?>> sources() {
    Set<Source<?>> sources = new HashSet<>();
    for (Feature<?> feature : FeatureGraph.closure(features)) {
      if (feature.formula() instanceof Formula.Windowed<?, ?> windowed) {
        sources.add(windowed.source());
      }
    }
    return sources;
  }

  <R> void push(Source<R> source, R fact) {
    facts.ingest(source, List.of(fact));
  }

  Context ask(Question question) {
    return answering.answer(List.of(question), features).getFirst();
  }
}
