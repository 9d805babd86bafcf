package dev.rapport.engine.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Accessor;
import dev.rapport.engine.load.Allowance;
import dev.rapport.engine.load.TableLoader;
import dev.rapport.engine.value.Micros;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.testkit.fakes.FakeTableReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FactStoreTest {
  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final int FACTS = 200_000;

  /** Money spent. */
  record Spent(String id, String user, String shop, Instant at, double amount) {}

  private static final Source<Spent> SPENT =
      Source.stream(Spent.class, "spent").at(Spent::at).about(USER, Spent::user);

  private static Object[] row(int i) {
    return new Object[] {
      "id" + i, "user" + i % 1000, "shop" + i % 7, START.plusMillis(400L * i), (double) i
    };
  }

  private static <R> FactStore<R> filled(Source<R> source, String... wanted) {
    FactStore<R> store = new FactStore<>(source, Set.of(wanted));
    store.index(List.of(USER));
    for (int i = 0; i < FACTS; i++) {
      int at = i;
      store.write(
          () -> store.add(row(at), Micros.of(START) + 400_000L * at + at % 97, () -> "row " + at));
    }
    return store;
  }

  private static @Nullable Object user(FactStore<Spent> store, int row) {
    Accessor<Spent, String> user = Spent::user;
    return store.valueOf(store.shape().index(user), row);
  }

  private static double bytesOfAFact(FactStore<?> store) {
    return (double) store.bytes().used() / FACTS;
  }

  @Test
  void a_fact_of_a_stream_takes_twenty_bytes_with_its_times_its_value_and_its_place_in_the_index() {
    FactStore<Spent> store = filled(SPENT, "user", "at", "amount");
    assertThat(bytesOfAFact(store)).isBetween(19.9, 20.2);
  }

  @Test
  void known_times_that_follow_from_event_times_take_nothing() {
    FactStore<Spent> store =
        filled(SPENT.knownAfter(Duration.ofMinutes(1)), "user", "at", "amount");
    assertThat(bytesOfAFact(store)).isBetween(15.9, 16.2);
  }

  @Test
  void a_text_takes_a_code() {
    FactStore<Spent> store = filled(SPENT, "user", "at", "shop");
    assertThat(bytesOfAFact(store)).isBetween(15.9, 16.2);
  }

  @Test
  void an_id_takes_its_code_and_the_links_between_versions() {
    FactStore<Spent> store = filled(SPENT.id(Spent::id), "user", "at", "amount");
    assertThat(bytesOfAFact(store)).isBetween(43.9, 44.3); // all components are kept
  }

  @Test
  void a_table_takes_its_time_its_value_and_the_order_in_which_it_was_read() {
    assertThat(bytesOfAFact(table(i -> i % 1000))).isBetween(19.9, 20.1);
    assertThat(bytesOfAFact(table(i -> i / 200))).isBetween(15.9, 16.1); // by key already
  }

  private static FactStore<Spent> table(IntUnaryOperator user) {
    FakeTableReader tables = new FakeTableReader();
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < FACTS; i++) {
      rows.add(
          Map.of(
              "id",
              "",
              "user",
              String.format("u%03d", user.applyAsInt(i)),
              "shop",
              "",
              "at",
              START,
              "amount",
              (double) i));
    }
    tables.put(
        "spent",
        List.of(
            new TableColumn("id", "text", TableColumn.Kind.TEXT),
            new TableColumn("user", "text", TableColumn.Kind.TEXT),
            new TableColumn("shop", "text", TableColumn.Kind.TEXT),
            new TableColumn("at", "instant", TableColumn.Kind.INSTANT),
            new TableColumn("amount", "double", TableColumn.Kind.FLOATING)),
        rows);
    Source<Spent> source =
        Source.table(Spent.class, "spent").at(Spent::at).about(USER, Spent::user);
    FactStore<Spent> store = new FactStore<>(source, Set.of("user", "at", "amount"));
    store.reserve(FACTS); // as for readers that know how many rows there are
    new TableLoader<>(store, Allowance.unlimited()).load(tables, "spent", _ -> {});
    store.settle(List.of(USER));
    return store;
  }

  @Test
  void keys_that_only_the_index_keeps_are_there_when_they_are_asked_for() {
    FactStore<Spent> store = filled(SPENT, "user", "at", "amount");
    long before = store.bytes().used();
    assertThat(user(store, FACTS - 1)).isEqualTo("user" + (FACTS - 1) % 1000);
    assertThat(store.bytes().used()).isEqualTo(before);
    IntStream.of(0, 1, 999, 1000, FACTS - 2)
        .forEach(row -> assertThat(user(store, row)).isEqualTo("user" + row % 1000));
    assertThat(store.bytes().used()).isEqualTo(before + 4L * FACTS);
    @Nullable Object[] nobody = {"id", null, "shop", START, 1.0};
    store.write(() -> store.add(nobody, Micros.of(START), () -> "row"));
    store.write(() -> store.add(row(5), Micros.of(START), () -> "row"));
    assertThat(user(store, FACTS)).isNull();
    assertThat(user(store, FACTS + 1)).isEqualTo("user5");
  }

  /** Facts with ties, corrections, deletions and redeliveries, in no order. */
  private static List<Object[]> anyFacts(Random random, int count) {
    List<Object[]> facts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      facts.add(
          i > 0 && random.nextInt(5) == 0
              ? facts.get(random.nextInt(i))
              : new Object[] {
                "id" + random.nextInt(count / 4),
                "user" + random.nextInt(3),
                "shop",
                START.plusSeconds(random.nextInt(count / 2)),
                (double) random.nextInt(2)
              });
    }
    return facts;
  }

  private static List<Integer> rowsOf(FactStore<Spent> store, String user) {
    KeyIndex index = store.read(() -> store.index(List.of(USER)));
    Posting posting = Objects.requireNonNull(index.posting(index.find(new Object[] {user})));
    return IntStream.range(0, posting.size()).map(posting::row).boxed().toList();
  }

  private static FactStore<Spent> empty(Source<Spent> source, List<String> changes) {
    FactStore<Spent> store = new FactStore<>(source, Set.of("user", "at", "amount"));
    store
        .index(List.of(USER))
        .watch((code, position) -> changes.add(store.rows() + ": " + code + "/" + position));
    return store;
  }

  @Test
  void facts_that_are_added_together_lie_as_if_they_had_come_one_by_one() {
    for (Source<Spent> source : List.of(SPENT, SPENT.id(Spent::id))) {
      for (int seed = 0; seed < 20; seed++) {
        Random random = new Random(seed);
        FactStore<Spent> together = empty(source, new ArrayList<>());
        FactStore<Spent> oneByOne = empty(source, new ArrayList<>());
        List<Object[]> facts = anyFacts(random, 400);
        for (int from = 0; from < facts.size(); ) {
          List<Object[]> some =
              facts.subList(from, Math.min(facts.size(), from + 1 + random.nextInt(90)));
          long known = Micros.of(START) + from;
          together.write(() -> {
            together.addTogether(() -> some.forEach(row -> together.add(row, known, () -> "")));
            return some;
          });
          some.forEach(row -> oneByOne.write(() -> oneByOne.add(row, known, () -> "")));
          from += some.size();
        }
        assertThat(together.rows()).isEqualTo(oneByOne.rows());
        for (String user : List.of("user0", "user1", "user2")) {
          assertThat(rowsOf(together, user)).isEqualTo(rowsOf(oneByOne, user));
        }
        for (int row = 0; row < oneByOne.rows(); row++) {
          assertThat(together.knownToMicros(row)).isEqualTo(oneByOne.knownToMicros(row));
        }
        if (source == SPENT) {
          assertThat(together.rows()).isEqualTo(400);
        } else {
          assertThat(together.intake().redeliveredCount()).isPositive();
        }
      }
    }
  }

  @Test
  void who_watches_a_key_is_told_once_of_all_that_came_before_its_last() {
    List<String> changes = new ArrayList<>();
    FactStore<Spent> store = empty(SPENT, changes);
    IntConsumer add =
        second -> {
          Object[] row = {"id", "ann", "shop", START.plusSeconds(second), 1.0};
          store.add(row, Micros.of(START), () -> "");
        };
    store.write(() -> {
      IntStream.of(10, 20, 30).forEach(add);
      return store;
    });
    assertThat(changes).isEmpty();
    store.write(() -> {
      store.addTogether(() -> IntStream.of(25, 40, 15, 5, 28, 50).forEach(add));
      return store;
    });
    assertThat(changes).containsExactly("9: 0/0");
    assertThat(rowsOf(store, "ann")).containsExactly(6, 0, 5, 1, 3, 7, 2, 4, 8);
  }

  @Test
  void who_watches_a_key_is_told_which_facts_were_corrected_when_they_are_added_together() {
    List<String> changes = new ArrayList<>();
    FactStore<Spent> store = empty(SPENT.id(Spent::id), changes);
    store.write(() -> {
      for (int i = 0; i < 3; i++) {
        Object[] row = {"id" + i, "ann", "shop", START.plusSeconds(10L * i), 1.0};
        store.add(row, Micros.of(START), () -> "");
      }
      return store;
    });
    KeyIndex index = store.read(() -> store.index(List.of(USER)));
    Posting posting = Objects.requireNonNull(index.posting(0));
    assertThat(index.isAsOf(posting, 3)).isTrue();
    store.write(() -> {
      store.addTogether(() -> {
        store.add(
            new Object[] {"id0", "ann", "shop", START.plusSeconds(99), 2.0},
            Micros.of(START) + 1,
            () -> "");
        store.add(
            new Object[] {"id9", "ann", "shop", START.plusSeconds(100), 2.0},
            Micros.of(START) + 1,
            () -> "");
      });
      return store;
    });
    assertThat(changes).containsExactly("5: 0/0"); // the one that was corrected; none moved
    assertThat(index.isAsOf(posting, 4)).isFalse();
    assertThat(index.isAsOf(posting, 5)).isTrue();
  }

  @Test
  void a_fact_is_found_again_among_many_versions() {
    FactStore<Spent> store = empty(SPENT.id(Spent::id), new ArrayList<>());
    for (int delivery = 0; delivery < 2; delivery++) {
      for (int i = 0; i < 100; i++) {
        Object[] row = {"one", "ann", "shop", START, (double) i};
        store.write(() -> store.add(row, Micros.of(START), () -> ""));
      }
    }
    assertThat(store.rows()).isEqualTo(100);
    assertThat(store.intake().redeliveredCount()).isEqualTo(100);
  }

  @Test
  void an_id_with_many_versions_takes_a_small_table_of_them_that_is_counted() {
    FactStore<Spent> store = empty(SPENT.id(Spent::id), new ArrayList<>());
    for (int i = 0; i < FACTS; i++) {
      Object[] row = {"id" + i % 1_000, "ann", "shop", START.plusMillis(400L * i), (double) i};
      store.write(() -> store.add(row, Micros.of(START), () -> ""));
    }
    assertThat(bytesOfAFact(store)).isBetween(35.0, 60.0);
  }
}
