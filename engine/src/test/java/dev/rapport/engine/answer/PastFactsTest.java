package dev.rapport.engine.answer;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.Progress;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.load.Allowance;
import dev.rapport.engine.value.Micros;
import dev.rapport.spi.table.TableColumn;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Questions about a past of which facts have left memory, while facts come and leave. */
final class PastFactsTest {
  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  record Seen(String id, String user, Instant at, Instant known) {}

  private static final List<TableColumn> COLUMNS =
      List.of(
          new TableColumn("id", "VARCHAR", TableColumn.Kind.TEXT),
          new TableColumn("user", "VARCHAR", TableColumn.Kind.TEXT),
          new TableColumn("at", "TIMESTAMPTZ", TableColumn.Kind.INSTANT),
          new TableColumn("known", "TIMESTAMPTZ", TableColumn.Kind.INSTANT));

  private static final Source<Seen> SEEN =
      Source.stream(Seen.class, "seen").at(Seen::at).about(USER, Seen::user);

  private static Feature<Long> count(Source<Seen> source, int minutes) {
    return source
        .feature("last_" + minutes)
        .aggregate(countRows(), Window.last(ofMinutes(minutes)));
  }

  private static void pushSeconds(Server server, Source<Seen> source, int from, int to) {
    for (int second = from; second < to; second++) {
      Instant at = START.plusSeconds(second);
      server.clock.set(at);
      server.push(source, new Seen("id" + second, "ann", at, at));
    }
  }

  private static Question annAt(int second) {
    return Question.about(USER, "ann").at(START.plusSeconds(second));
  }

  /** Features that do something when they are looked at for the first time. */
  private static List<Feature<?>> hooked(List<Feature<?>> features, Runnable hook) {
    Runnable[] once = {hook};
    return new AbstractList<>() {
      @Override
      public Feature<?> get(int index) {
        return features.get(index);
      }

      @Override
      public int size() {
        return features.size();
      }

      @Override
      public Iterator<Feature<?>> iterator() {
        Runnable now = once[0];
        once[0] = () -> {};
        now.run();
        return features.iterator();
      }
    };
  }

  @Test
  void a_question_is_answered_from_the_facts_that_were_found_to_be_there_for_it() {
    Feature<Long> brief = count(SEEN, 5);
    Server server = new Server(100, List.of(brief, count(SEEN, 10)));
    pushSeconds(server, SEEN, 0, 1_990);
    int rows = server.facts.store(SEEN).rows();
    assertThat(rows).isLessThan(1_990);
    // The stores say that all is there for this question; then its facts leave.
    List<Feature<?>> asked = hooked(List.of(brief), () -> pushSeconds(server, SEEN, 1_990, 4_000));
    assertThat(server.answering.past(List.of(annAt(1_800)), asked).getFirst().get(brief))
        .contains(300L);
    assertThat(server.facts.store(SEEN).rows()).isLessThan(2_000);
  }

  @Test
  void all_who_ask_about_the_past_at_the_same_time_share_what_is_read_anew() throws Exception {
    int askers = 10;
    Feature<Long> brief = count(SEEN, 5);
    CyclicBarrier allAnswer = new CyclicBarrier(askers);
    Feature<Long> waiting =
        Feature.computed(
            "waiting",
            Type.LONG,
            brief,
            n -> {
              await(allAnswer);
              return n;
            });
    Server server = new Server(100, List.of(brief, waiting));
    pushSeconds(server, SEEN, 0, 4_000);
    int reads = server.log.reads();
    CyclicBarrier allAsk = new CyclicBarrier(askers);
    List<Callable<Context>> questions = new ArrayList<>();
    for (int asker = 0; asker < askers; asker++) {
      int second = 400 + asker * 100;
      List<Feature<?>> asked = hooked(List.of(waiting), () -> await(allAsk));
      questions.add(() -> server.answering.past(List.of(annAt(second)), asked).getFirst());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(askers)) {
      for (Future<Context> answer : threads.invokeAll(questions)) {
        assertThat(answer.get().get(waiting)).contains(300L);
      }
    }
    assertThat(server.log.reads() - reads).isEqualTo(1);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void what_is_shared_goes_on_with_what_was_pushed_and_shows_nobody_what_came_after_it_asked() {
    Feature<Long> brief = count(SEEN.knownAt(Seen::known), 5);
    Source<Seen> source = SEEN.knownAt(Seen::known);
    Feature<Long> first = count(source, 5);
    Server server = new Server(100, List.of(first, brief));
    pushSeconds(server, source, 0, 4_000);
    Answering earlier =
        server.answering.complete(
            List.of(first), Micros.BEGINNING, Allowance.unlimited(), Progress.NONE);
    int reads = server.log.reads();
    Instant late = START.plusSeconds(350);
    server.push(source, new Seen("late", "ann", late, late));
    Answering later =
        server.answering.complete(
            List.of(first), Micros.BEGINNING, Allowance.unlimited(), Progress.NONE);
    assertThat(server.log.reads() - reads).isEqualTo(1);
    assertThat(server.log.readFrom()).isEqualTo(4_000); // not the whole of it once more
    Question question = annAt(400);
    assertThat(earlier.past(List.of(question), List.of(first)).getFirst().get(first))
        .contains(300L);
    assertThat(later.past(List.of(question), List.of(first)).getFirst().get(first)).contains(301L);
  }

  private static int watchers(Server server, Source<Seen> source) {
    FactStore<Seen> store = server.facts.store(source);
    return store.write(() -> store.index(List.of(USER))).watchers();
  }

  @Test
  void as_many_readers_watch_a_store_after_many_datasets_and_refreshes_as_after_one() {
    Source<Seen> table =
        Source.table(Seen.class, "seen").named("table").at(Seen::at).about(USER, Seen::user);
    Source<Seen> stream = SEEN.knownAt(Seen::known);
    List<Feature<?>> features =
        List.of(
            count(stream, 5), table.feature("of_table").aggregate(countRows(), Window.lifetime()));
    Server server = new Server(FactBase.ALL_STAY, List.of());
    for (int time = 0; time < 20; time++) {
      server.tables.put(
          "seen",
          COLUMNS,
          List.of(Map.of("id", "r" + time, "user", "ann", "at", START, "known", START)));
      server.facts.prepare(features, List.of(), Progress.NONE);
      pushSeconds(server, stream, 10 * time, 10 * time + 10);
      Answering pinned = server.answering.asOfNow();
      List<Question> questions = List.of(annAt(10 * time + 10));
      Answering dataset =
          server.answering.complete(
              features, Micros.BEGINNING, Allowance.unlimited(), Progress.NONE);
      for (Answering one : List.of(pinned, server.answering, dataset, server.answering)) {
        assertThat(one.past(questions, features).getFirst().answers().getFirst().value())
            .isEqualTo(10L + Math.min(290L, 10L * time));
        one.columns(features);
      }
      assertThat(watchers(server, stream)).isEqualTo(1);
      assertThat(watchers(server, table)).isEqualTo(1);
      assertThat(server.facts.stores().windows(stream).lanes()).isEqualTo(1);
    }
  }

  @Test
  void memory_stays_bounded_while_facts_come_and_questions_are_asked_about_now_and_before() {
    Feature<Long> brief = count(SEEN, 5);
    Server server = new Server(100, List.of(brief, count(SEEN, 10)));
    for (int from = 0; from < 60_000; from += 3_000) {
      pushSeconds(server, SEEN, from, from + 3_000);
      server.ask(Question.about(USER, "ann"));
      assertThat(
              server
                  .answering
                  .past(List.of(annAt(from + 300)), List.of(brief))
                  .getFirst()
                  .get(brief))
          .contains(300L);
      assertThat(server.facts.store(SEEN).rows()).isBetween(600, 2_000);
      assertThat(server.facts.store(SEEN).bytes().held()).isLessThan(120_000);
      assertThat(watchers(server, SEEN)).isEqualTo(1);
    }
  }

  @Test
  void a_correction_stays_as_what_it_corrects_may_come_later() {
    Source<Seen> source = SEEN.id(Seen::id).knownAt(Seen::known);
    Feature<Long> brief = count(source, 5);
    Server server = new Server(100, List.of(brief));
    Instant then = START.plusSeconds(10);
    // Known last, it says that the fact was long ago.
    server.push(source, new Seen("moved", "ann", then, START.plusSeconds(2_000)));
    pushSeconds(server, source, 1_000, 4_000);
    Instant now = START.plusSeconds(4_000);
    server.clock.set(now);
    server.push(
        source, new Seen("moved", "ann", START.plusSeconds(3_990), START.plusSeconds(1_999)));
    server.clock.set(now.plusSeconds(1));
    assertThat(server.ask(Question.about(USER, "ann")).get(brief)).contains(299L);
  }

  @Test
  void a_past_whose_history_was_replaced_is_refused_and_not_answered_without_it() {
    Source<Seen> source =
        Source.stream(Seen.class, "seen").at(Seen::at).history("seen").about(USER, Seen::user);
    Feature<Long> brief = count(source, 5);
    Server server = new Server(100, List.of());
    server.tables.put(
        "seen", COLUMNS, List.of(Map.of("id", "old", "user", "ann", "at", START, "known", START)));
    server.clock.set(START);
    server.facts.loadHistory(source, "seen", Progress.NONE);
    server.facts.prepare(List.of(brief), List.of(), Progress.NONE);
    pushSeconds(server, source, 1, 4_000);
    assertThat(server.answering.past(List.of(annAt(100)), List.of(brief)).getFirst().get(brief))
        .contains(100L);
    FactBase next = server.facts.successor(List.of());
    next.removeOtherHistories(List.of()); // as apply does
    assertThatThrownBy(() -> server.answering.past(List.of(annAt(101)), List.of(brief)))
        .isInstanceOfSatisfying(
            RapportException.class, e -> assertThat(e.kind()).isEqualTo(RapportException.Kind.USER))
        .hasMessageContaining("source seen")
        .hasMessageContaining("history");
  }
}
