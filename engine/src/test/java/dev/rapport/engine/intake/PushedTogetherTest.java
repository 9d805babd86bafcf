package dev.rapport.engine.intake;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.last;
import static dev.rapport.api.aggregation.Window.lifetime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.engine.Progress;
import dev.rapport.engine.answer.Answering;
import dev.rapport.engine.service.ServiceAnswers;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.service.ServiceBindings;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.testkit.fakes.FakeFactLog;
import dev.rapport.testkit.fakes.FakeTableReader;
import dev.rapport.testkit.fakes.WatchedFactLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Facts that several threads push at the same time. */
class PushedTogetherTest {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

  record Said(String who, String what, Instant at) {}

  private static final Entity<String> WHO = Entity.of("who", String.class);

  /** All facts are of one time and known at once, so only the position of arrival orders them. */
  private static final Source<Said> TIED =
      Source.stream(Said.class, "tied").at(Said::at).knownAt(Said::at).about(WHO, Said::who);

  private static final Feature<List<String>> LAST_TIED =
      TIED.feature("last_tied").aggregate(Said::what, last(10_000), lifetime());

  /** Known when they are ingested. */
  private static final Source<Said> PUSHED =
      Source.stream(Said.class, "pushed").at(Said::at).about(WHO, Said::who);

  private static final Feature<Long> COUNT =
      PUSHED.feature("count").aggregate(countRows(), lifetime());

  private final FakeFactLog.Disk disk = new FakeFactLog.Disk();

  private static FactBase facts(FactLog log) {
    return new FactBase(log, new FakeTableReader(), Clock.systemUTC(), Source::name);
  }

  private static FactBase prepared(FactLog log, Feature<?>... features) {
    FactBase facts = facts(log);
    facts.prepare(List.of(features), List.of(), Progress.NONE);
    return facts;
  }

  private static Context ask(FactBase facts, FactLog log, Question question, Feature<?> feature) {
    return new Answering(facts, new ServiceAnswers(log, ServiceBindings.NONE, facts))
        .answer(List.of(question), List.of(feature))
        .getFirst();
  }

  private static void together(int threads, Callable<?> work) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(pool.submit(work));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void they_wait_for_the_disk_together() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    try (FakeFactLog log = new FakeFactLog(disk)) {
      FactBase facts =
          prepared(
              new WatchedFactLog(
                  log,
                  stream -> {
                    if (stream.startsWith("stream/")) {
                      both.await(30, TimeUnit.SECONDS);
                    }
                  }),
              COUNT);
      together(2, () -> facts.ingest(PUSHED, List.of(new Said("ann", "a", THEN))));
      assertThat(ask(facts, log, Question.about(WHO, "ann"), COUNT).get(COUNT)).contains(2L);
    }
  }

  @Test
  void who_pushed_sees_it_while_older_facts_leave() throws Exception {
    Feature<Long> lately =
        PUSHED.feature("lately").aggregate(countRows(), Window.last(Duration.ofHours(1)));
    try (FakeFactLog log = new FakeFactLog(disk)) {
      FactBase facts = new FactBase(log, new FakeTableReader(), Clock.systemUTC(), Source::name, 9);
      facts.prepare(List.of(lately), List.of(), Progress.NONE);
      Answering answering =
          new Answering(facts, new ServiceAnswers(log, ServiceBindings.NONE, facts));
      together(
          4,
          () -> {
            String name = Thread.currentThread().getName();
            for (long i = 1; i <= 100; i++) {
              Said old = new Said(name, "old", THEN.minus(Duration.ofDays(300)));
              facts.ingest(PUSHED, Collections.nCopies(10, old));
              facts.ingest(PUSHED, List.of(new Said(name, "new", Instant.now())));
              assertThat(
                      answering
                          .answer(List.of(Question.about(WHO, name)), List.of(lately))
                          .getFirst()
                          .get(lately))
                  .contains(i);
            }
            return null;
          });
      assertThat(facts.store(PUSHED).rows()).isBetween(400, 1_500);
      assertThat(facts.intake(PUSHED).acceptedCount()).isEqualTo(4_400);
    }
  }

  @Test
  void a_restart_finds_them_in_the_order_in_which_they_were_seen() throws Exception {
    Question ann = Question.about(WHO, "ann");
    List<String> live;
    try (FakeFactLog log = new FakeFactLog(disk)) {
      FactBase facts = prepared(log, LAST_TIED);
      together(
          4,
          () -> {
            String name = Thread.currentThread().getName();
            for (int i = 0; i < 500; i++) {
              facts.ingest(TIED, List.of(new Said("ann", name + "/" + i, THEN)));
            }
            return true;
          });
      live = ask(facts, log, ann, LAST_TIED).get(LAST_TIED).orElseThrow();
    }
    try (FakeFactLog log = new FakeFactLog(disk)) {
      assertThat(live).hasSize(2_000);
      assertThat(ask(prepared(log, LAST_TIED), log, ann, LAST_TIED).get(LAST_TIED)).contains(live);
    }
  }

  @Test
  void what_a_question_saw_meanwhile_is_what_it_sees_when_asked_again() throws Exception {
    Question ann = Question.about(WHO, "ann");
    try (FakeFactLog log = new FakeFactLog(disk)) {
      FactBase facts = prepared(log, COUNT);
      AtomicBoolean pushing = new AtomicBoolean(true);
      List<Context> seen = new ArrayList<>();
      Thread asking =
          Thread.ofPlatform()
              .start(() -> {
                while (pushing.get()) {
                  seen.add(ask(facts, log, ann, COUNT));
                }
              });
      together(
          4,
          () -> {
            for (int i = 1; i <= 500; i++) {
              facts.ingest(PUSHED, List.of(new Said("ann", "x", THEN)));
              if (i % 100 == 0) {
                long own = ask(facts, log, ann, COUNT).get(COUNT).orElseThrow();
                assertThat(own).isGreaterThanOrEqualTo(i); // what was acknowledged is seen
              }
            }
            return true;
          });
      pushing.set(false);
      asking.join();
      assertThat(seen).isNotEmpty();
      for (Context then : seen) {
        assertThat(ask(facts, log, ann.at(then.moment()), COUNT).get(COUNT))
            .isEqualTo(then.get(COUNT));
      }
      assertThat(ask(facts, log, ann, COUNT).get(COUNT)).contains(2_000L);
    }
  }

  record SaidLoudly(String who, String what, Instant at, String volume) {}

  private static final Source<SaidLoudly> LOUD =
      Source.stream(SaidLoudly.class, "pushed")
          .at(SaidLoudly::at)
          .knownAt(SaidLoudly::at)
          .history("all of it")
          .about(WHO, SaidLoudly::who);

  private static final Feature<List<String>> VOLUMES =
      LOUD.feature("volumes").aggregate(SaidLoudly::volume, last(10), lifetime());

  @Test
  void two_definitions_of_a_stream_in_one_process_do_not_mistake_each_others_rows() {
    FakeTableReader tables = new FakeTableReader();
    tables.put(
        "all of it",
        List.of(
            new TableColumn("who", "VARCHAR", TableColumn.Kind.TEXT),
            new TableColumn("what", "VARCHAR", TableColumn.Kind.TEXT),
            new TableColumn("at", "TIMESTAMPTZ", TableColumn.Kind.INSTANT),
            new TableColumn("volume", "VARCHAR", TableColumn.Kind.TEXT)),
        List.of(Map.of("who", "ann", "what", "hey", "at", THEN, "volume", "90 dB")));
    try (FakeFactLog log = new FakeFactLog(disk)) {
      FactBase production =
          new FactBase(log, tables, Clock.systemUTC(), source -> source.schema().toString());
      production.prepare(List.of(COUNT), List.of(), Progress.NONE);
      FactBase next = production.successor(List.of(LOUD));
      next.loadHistory(LOUD, "all of it", Progress.NONE);
      production.ingest(PUSHED, List.of(new Said("ann", "psst", THEN)));
      assertThat(ask(production, log, Question.about(WHO, "ann"), COUNT).get(COUNT)).contains(1L);

      next.prepare(List.of(VOLUMES), List.of(), Progress.NONE);
      assertThat(ask(next, log, Question.about(WHO, "ann"), VOLUMES).get(VOLUMES))
          .contains(List.of("90 dB"));
      FactBase restarted =
          new FactBase(log, tables, Clock.systemUTC(), source -> source.schema().toString());
      restarted.prepare(List.of(COUNT), List.of(), Progress.NONE);
      assertThat(ask(restarted, log, Question.about(WHO, "ann"), COUNT).get(COUNT)).contains(1L);
    }
  }

  @Test
  void what_cannot_be_kept_is_counted_whichever_way_it_came() {
    try (FakeFactLog log = new FakeFactLog(disk)) {
      FactBase facts = prepared(log, COUNT);
      facts.ingestFields(
          PUSHED,
          List.of(
              new FactBase.Incoming("line 1", Map.of("who", "ann", "what", "a", "at", "soon")),
              new FactBase.Incoming("line 2", Map.of("who", "ann", "what", "a", "at", THEN)),
              new FactBase.Incoming("line 3", Map.of("who", "ann", "what", "a"))),
          List.of());
      facts.ingest(PUSHED, Arrays.asList(new Said("ann", "b", THEN)));
      assertThat(facts.intake(PUSHED).acceptedCount()).isEqualTo(2);
      assertThat(facts.intake(PUSHED).setAsideCount()).isEqualTo(2);
      assertThat(facts.intake(PUSHED).firstSetAside())
          .extracting(one -> one.place())
          .containsExactly("line 1", "line 3");
    }
  }

  @Test
  void where_memory_runs_out_nothing_is_lost_and_nobody_reads_or_waits_for_half_of_it()
      throws Exception {
    AtomicBoolean full = new AtomicBoolean();
    Feature<Long> audible =
        PUSHED
            .feature("audible")
            .where(said -> {
              if (full.get()) {
                throw new OutOfMemoryError("no more");
              }
              return true;
            })
            .aggregate(countRows(), lifetime());
    Question ann = Question.about(WHO, "ann");
    try (FakeFactLog log = new FakeFactLog(disk)) {
      FactBase facts = prepared(log, audible, LAST_TIED);
      facts.ingest(PUSHED, List.of(new Said("ann", "a", THEN)));
      assertThat(ask(facts, log, ann, audible).get(audible)).contains(1L);
      full.set(true);
      AtomicInteger failed = new AtomicInteger();
      AtomicLong acknowledged = new AtomicLong(1);
      together(
          4,
          () -> {
            try {
              facts.ingest(PUSHED, List.of(new Said("ann", "b", THEN), new Said("ann", "c", THEN)));
            } catch (Receipt.NotSeen e) {
              acknowledged.addAndGet(e.receipt().accepted());
              failed.incrementAndGet();
            } catch (RapportException e) { // refused, as others had failed before
              failed.incrementAndGet();
            }
            return true;
          });
      full.set(false);

      assertThat(failed).hasValue(4);
      assertThatThrownBy(() -> ask(facts, log, ann, audible))
          .hasMessage(
              "source pushed: not whole in memory, as taking facts in failed:"
                  + " java.lang.OutOfMemoryError: no more (expected: refresh() or a restart, which"
                  + " reads them from the log: none is lost)");
      assertThat(ask(facts, log, ann, LAST_TIED).get(LAST_TIED)).contains(List.of());
      assertThat(facts.intake(PUSHED).acceptedCount()).isEqualTo(1);
      FactBase next = facts.successor(List.of(PUSHED, TIED));
      assertThat(next.isPrepared(PUSHED)).isFalse();
      assertThat(facts.isBroken(PUSHED)).isTrue();
      facts.prepare(List.of(audible), List.of(), Progress.NONE);
      assertThat(facts.isBroken(PUSHED)).isFalse();
      long logged = log.size("stream/pushed");
      assertThat(logged).isBetween(3L, 9L).isEqualTo(acknowledged.get());
      assertThat(ask(facts, log, ann, audible).get(audible)).contains(logged);
      facts.ingest(PUSHED, List.of(new Said("ann", "d", THEN)));
      assertThat(ask(facts, log, ann, audible).get(audible)).contains(logged + 1);
    }
  }
}
