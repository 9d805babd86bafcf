package dev.rapport.platform;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static dev.rapport.api.aggregation.Window.lifetime;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.catalog.CatalogProvider;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.Progress;
import dev.rapport.engine.dataset.Dataset;
import dev.rapport.engine.fact.Intake;
import dev.rapport.plugins.log.rocksdb.RocksFactLog;
import dev.rapport.spi.log.FactLog;
import dev.rapport.testkit.fakes.FakeEmbeddingModel;
import dev.rapport.testkit.fakes.FakeTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catalogs that take each other's place, and tables that change, while Rapport is used. */
class ChangingCatalogTest {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;

  private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.NONE);
  private final List<String> reports = new CopyOnWriteArrayList<>();

  record Click(String customer, Instant at) {}

  /** A stream with a history; each instance defines everything anew. */
  private static final class Clicks implements CatalogProvider {
    final Source<Click> clicks;
    final Feature<Long> count;

    Clicks(String historySql) {
      clicks =
          Source.stream(Click.class, "clicks")
              .at(Click::at)
              .knownAt(Click::at)
              .history(historySql)
              .about(Shop.CUSTOMER, Click::customer);
      count = clicks.feature("count").aggregate(countRows(), lifetime());
    }

    @Override
    public Catalog catalog() {
      return Catalog.of(count);
    }
  }

  private static Clicks clicks() {
    return new Clicks("select * from 'clicks.csv'");
  }

  @BeforeEach
  void files() throws IOException {
    Files.writeString(
        folder.resolve("clicks.csv"), "customer,at\nann,2025-12-01 00:00:00\nben,2025-12-02\n");
    Files.writeString(
        folder.resolve("orders.csv"),
        "order_id,customer,ordered_at,amount\no1,ann,2026-01-05 10:00:00,20\n");
    Files.writeString(
        folder.resolve("views.jsonl"),
        "{\"customer\":\"ann\",\"at\":\"2026-06-01T11:30:00Z\",\"product\":\"tent\"}\n");
    products("A light tent");
  }

  private void products(String title) throws IOException {
    Files.writeString(
        folder.resolve("products.csv"),
        "product,title,price\ntent," + title + ",120\nboat,A boat,400\n");
  }

  private Rapport open() {
    return Rapport.open(
        folder.resolve("data"),
        Options.defaults()
            .withDataRoot(folder)
            .withEmbedding(new FakeEmbeddingModel(64))
            .withTokenizer(new FakeTokenizer())
            .withProgress((what, done, total) -> {
              reports.add(what);
              progress.get().at(what, done, total);
            }));
  }

  private static Question ann() {
    return Question.about(Shop.CUSTOMER, "ann");
  }

  private static long count(Rapport rapport, Clicks catalog) {
    return rapport.ask(ann(), catalog.count).get(catalog.count).orElseThrow();
  }

  @Test
  void facts_are_pushed_while_the_next_catalog_loads_and_none_is_missed() {
    try (Rapport rapport = open()) {
      Clicks before = clicks();
      rapport.apply(before);
      AtomicBoolean pushed = new AtomicBoolean();
      progress.set((what, _, _) -> {
        if (what.equals("reading clicks") && pushed.compareAndSet(false, true)) {
          CompletableFuture.supplyAsync(() -> rapport.ingest(before.clicks, new Click("ann", THEN)))
              .orTimeout(30, TimeUnit.SECONDS)
              .join(); // acknowledged while the catalog is applied
        }
      });
      Clicks next = clicks();
      rapport.apply(next);
      assertThat(pushed).isTrue();
      assertThat(count(rapport, next)).isEqualTo(2);
    }
  }

  @Test
  void no_fact_is_lost_between_two_catalogs() {
    try (Rapport rapport = open()) {
      AtomicReference<Clicks> current = new AtomicReference<>(clicks());
      rapport.apply(current.get());
      AtomicBoolean changing = new AtomicBoolean(true);
      long[] acknowledged = {0};
      CompletableFuture<Void> pushing =
          CompletableFuture.runAsync(
              () -> {
                while (changing.get() || acknowledged[0] < 200) {
                  try {
                    acknowledged[0] +=
                        rapport.ingest(current.get().clicks, new Click("ann", THEN)).accepted();
                  } catch (dev.rapport.api.error.RapportException e) {
                    assertThat(e).hasMessageContaining("another definition than the applied");
                  }
                }
              },
              task -> Thread.ofPlatform().start(task));
      try {
        for (int i = 0; i < 10; i++) {
          Clicks next = clicks();
          rapport.apply(next);
          current.set(next);
        }
      } finally {
        changing.set(false);
      }
      pushing.orTimeout(60, TimeUnit.SECONDS).join(); // fails where pushing did
      assertThat(acknowledged[0]).isGreaterThanOrEqualTo(200);
      assertThat(count(rapport, current.get())).isEqualTo(1 + acknowledged[0]);
    }
  }

  @Test
  void a_failed_apply_leaves_everything_as_it_was() throws IOException {
    try (Rapport rapport = open()) {
      Clicks before = clicks();
      rapport.apply(before);
      Files.writeString(folder.resolve("bad.csv"), "customer,at\nann,soon\n");
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> rapport.apply(new Clicks("select * from 'bad.csv'"))))
          .isInstanceOf(dev.rapport.api.error.RapportException.class);
      assertThat(rapport.ingest(before.clicks, new Click("ann", THEN)).accepted()).isEqualTo(1);
      assertThat(count(rapport, before)).isEqualTo(2);
    }
  }

  @Test
  void what_is_loaded_already_is_not_loaded_again() {
    try (Rapport rapport = open()) {
      rapport.apply(new Shop());
      reports.clear();
      rapport.apply(new Shop());
      rapport.use(new Shop());
      assertThat(rapport.ask(ann(), Shop.SPENT).get(Shop.SPENT)).isPresent();
      assertThat(reports).isEmpty();
    }
  }

  @Test
  void histories_and_vectors_that_no_definition_uses_go_away() throws IOException {
    Path log = folder.resolve("data/log");
    try (Rapport rapport = open()) {
      rapport.apply(clicks());
      rapport.apply(new Clicks("select * from 'clicks.csv' where customer = 'ann'"));
    }
    try (FactLog there = RocksFactLog.open(log)) {
      assertThat(there.properties("history/")).hasSize(1);
      assertThat(there.size("history/clicks/0")).isZero();
      assertThat(there.size("history/clicks/1")).isEqualTo(1);
      // as after a crash between the decision and the removal
      try (FactLog.BulkLoad load = there.load("history/clicks/7")) {
        load.append(List.of(new dev.rapport.spi.log.LogEntry(0, new byte[1])));
        load.commit(
            Map.of("history/clicks/older", "history/clicks/7".getBytes(StandardCharsets.UTF_8)));
      }
    }
    try (Rapport rapport = open()) {
      rapport.apply(new Clicks("select * from 'clicks.csv' where customer = 'ann'"));
      rapport.apply(new Shop());
      products("A heavy tent");
      rapport.refresh();
      rapport.apply(new Shop());
    }
    try (FactLog there = RocksFactLog.open(log)) {
      assertThat(there.properties("history/").keySet()).allMatch(key -> key.contains("/views/"));
      assertThat(there.size("history/clicks/7")).isZero();
      assertThat(there.size("history/clicks/1")).isZero();
      assertThat(there.properties("embedding/")).hasSize(2);
    }
  }

  /** Reads orders, does something, reads orders. */
  private static final class Hooked implements CatalogProvider {
    static Runnable hook = () -> {};

    static final Feature<Double> FIRST =
        Shop.ORDERS.feature("first").aggregate(Shop.Order::amount, sum(), lifetime());
    static final Feature<Double> BETWEEN =
        Feature.computed(
            "between",
            Type.DOUBLE,
            FIRST,
            first -> {
              hook.run();
              return first;
            });
    static final Feature<Double> SECOND =
        Shop.ORDERS.feature("second").aggregate(Shop.Order::amount, sum(), lifetime());

    @Override
    public Catalog catalog() {
      return Catalog.of(FIRST, BETWEEN, SECOND);
    }
  }

  private void orders(int amount) {
    try {
      Files.writeString(
          folder.resolve("orders.csv"),
          "order_id,customer,ordered_at,amount\no1,ann,2026-01-05 10:00:00," + amount + "\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void an_answer_sees_one_snapshot_of_a_table_that_is_read_anew_meanwhile() {
    try (Rapport rapport = open()) {
      rapport.apply(new Hooked());
      Hooked.hook =
          () -> {
            orders(100);
            rapport.refresh();
          };
      Context context = rapport.ask(ann(), Hooked.FIRST, Hooked.BETWEEN, Hooked.SECOND);
      Hooked.hook = () -> {};
      assertThat(context.get(Hooked.FIRST)).contains(20.0);
      assertThat(context.get(Hooked.SECOND)).contains(20.0);
      assertThat(rapport.ask(ann(), Hooked.SECOND).get(Hooked.SECOND)).contains(100.0);
    }
  }

  @Test
  void a_dataset_sees_one_snapshot_whenever_its_rows_are_asked_for() {
    try (Rapport rapport = open()) {
      rapport.apply(new Hooked());
      Question asked = ann().at(Instant.parse("2026-06-01T00:00:00Z"));
      Dataset before = rapport.dataset(List.of(asked), Hooked.FIRST, Hooked.SECOND);
      orders(100);
      rapport.refresh();
      Dataset after = rapport.dataset(List.of(asked), Hooked.FIRST, Hooked.SECOND);
      orders(1_000);
      rapport.refresh();
      List<Double> values = new ArrayList<>();
      for (Dataset dataset : List.of(before, after)) {
        Context row = dataset.rows().getFirst();
        values.add(row.get(Hooked.FIRST).orElseThrow());
        values.add(row.get(Hooked.SECOND).orElseThrow());
      }
      assertThat(values).containsExactly(20.0, 20.0, 100.0, 100.0);
    }
  }

  @Test
  void rows_that_were_pushed_and_set_aside_are_in_the_intake() throws IOException {
    Path events = folder.resolve("events.jsonl");
    Files.writeString(
        events,
        """
        {"customer":"ann","at":"2026-06-01T11:50:00Z"}
        {"customer":"ann","at":"lunch time"}
        no event
        """);
    try (Rapport rapport = open()) {
      Clicks catalog = clicks();
      rapport.apply(catalog);
      rapport.ingest(catalog.clicks, events);
      Intake intake = Objects.requireNonNull(rapport.intake().get("clicks"));
      assertThat(intake.acceptedCount()).isEqualTo(3);
      assertThat(intake.firstSetAside())
          .extracting(Object::toString)
          .anyMatch(text -> text.startsWith("line 2: at: \"lunch time\""))
          .anyMatch(text -> text.startsWith("line 3: no JSON"))
          .hasSize(2);
    }
  }
}
