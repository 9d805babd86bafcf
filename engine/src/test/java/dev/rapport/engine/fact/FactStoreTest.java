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
import java.util.Set;
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
}
