package dev.rapport.platform;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Aggregations.mean;
import static dev.rapport.api.aggregation.Aggregations.sum;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.catalog.CatalogProvider;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Type;
import dev.rapport.spi.table.OutputVector;
import dev.rapport.spi.table.TableWriter;
import dev.rapport.spi.table.TableWriter.Output;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import dev.rapport.testkit.fakes.FakeEmbeddingModel;
import dev.rapport.testkit.fakes.FakeTokenizer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Many purchases of users in shops, and a few shops. */
@NullUnmarked
final class Purchases implements CatalogProvider {
  record Purchase(String user, Long shop, Instant at, double amount, List<String> tags) {}

  record Shop(Long shop, String country, double price) {}

  record Note(String text, Long weight) {}

  static final Entity<String> USER = Entity.of("user", String.class);
  static final Entity<Long> SHOP = Entity.of("shop", Long.class);

  static final Source<Purchase> PURCHASES =
      Source.table(Purchase.class, "select * from read_parquet('purchases.parquet')")
          .named("purchases")
          .at(Purchase::at)
          .about(USER, Purchase::user)
          .about(SHOP, Purchase::shop);

  static final Source<Shop> SHOPS =
      Source.table(Shop.class, "select * from read_parquet('shops.parquet')")
          .named("shops")
          .timeless()
          .about(SHOP, Shop::shop);

  static final Feature<Double> LAST_AMOUNT =
      PURCHASES
          .feature("last_amount")
          .by(USER)
          .aggregate(Purchase::amount, latest(), Window.lifetime());
  static final Feature<List<String>> LAST_TAGS =
      PURCHASES
          .feature("last_tags")
          .by(USER)
          .aggregate(Purchase::tags, latest(), Window.lifetime());
  static final Feature<Double> SPENT =
      PURCHASES.feature("spent").by(USER).aggregate(Purchase::amount, sum(), Duration.ofDays(3));
  static final Feature<Long> HERE =
      PURCHASES.feature("here").by(USER, SHOP).aggregate(countRows(), Window.lifetime());
  static final Feature<Long> LAST_SHOP =
      PURCHASES
          .feature("last_shop")
          .by(USER)
          .aggregate(Purchase::shop, latest(), Window.lifetime());
  static final Feature<String> COUNTRY =
      SHOPS.feature("country").by(SHOP).aggregate(Shop::country, latest(), Window.lifetime());
  static final Feature<String> LAST_COUNTRY = COUNTRY.of(SHOP, LAST_SHOP).named("last_country");
  static final Feature<Double> PRICE =
      SHOPS.feature("price_of_all").global().aggregate(Shop::price, mean(), Window.lifetime());
  static final Feature<Double> EXPECTED = SPENT.orElse(PRICE).named("expected");

  /** What everybody bought: no key of a question is in it. */
  static final Feature<Long> OF_ALL =
      PURCHASES.feature("of_all").global().aggregate(countRows(), Window.lifetime());

  static final List<Feature<?>> BY_USER =
      List.of(
          LAST_AMOUNT, LAST_TAGS, SPENT, HERE, LAST_SHOP, COUNTRY, LAST_COUNTRY, PRICE, EXPECTED);

  static final Feature<Double> SOLD =
      PURCHASES.feature("sold").by(SHOP).aggregate(Purchase::amount, sum(), Duration.ofDays(2));
  static final Feature<List<String>> SOLD_TAGS =
      PURCHASES
          .feature("sold_tags")
          .by(SHOP)
          .aggregate(Purchase::tags, latest(), Window.lifetime());

  /** By the keys of one entity or the other: in slices of neither alone. */
  static final List<Feature<?>> BY_EITHER =
      List.of(LAST_TAGS, SOLD, COUNTRY, EXPECTED, SOLD_TAGS, SPENT);

  private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Catalog catalog() {
    return Catalog.of(
        LAST_AMOUNT,
        LAST_TAGS,
        SPENT,
        HERE,
        LAST_SHOP,
        COUNTRY,
        LAST_COUNTRY,
        PRICE,
        EXPECTED,
        OF_ALL,
        SOLD,
        SOLD_TAGS);
  }

  static Options options(Path folder) {
    return Options.defaults()
        .withDataRoot(folder)
        .withEmbedding(new FakeEmbeddingModel(64))
        .withTokenizer(new FakeTokenizer());
  }

  private static String user(SplittableRandom random, int users) {
    return "user " + random.nextInt(users);
  }

  private static Instant moment(SplittableRandom random) {
    return BEGAN.plusSeconds(random.nextInt(10 * 86_400));
  }

  /** Writes facts and, one by one, questions with columns of every kind. */
  static void write(TableWriter writer, Path folder, int users, int purchases, int questions) {
    SplittableRandom random = new SplittableRandom(7);
    try (Output out =
        writer.create(
            folder.resolve("purchases.parquet"),
            List.of(
                new OutputColumn("user", Type.STRING),
                new OutputColumn("shop", Type.LONG),
                new OutputColumn("at", Type.INSTANT),
                new OutputColumn("amount", Type.DOUBLE),
                new OutputColumn("tags", Type.listOf(Type.STRING))))) {
      for (int i = 0; i < purchases; i++) {
        out.row(
            new Object[] {
              i % 50 == 0 ? null : user(random, users),
              (long) random.nextInt(20),
              moment(random),
              random.nextInt(10_000) / 100.0,
              List.of("tag " + random.nextInt(9), "tag " + i % 7)
            });
      }
      out.commit();
    }
    shops(writer, folder);
    try (Output out =
        writer.create(
            folder.resolve("questions.parquet"),
            List.of(
                new OutputColumn("n", Type.LONG),
                new OutputColumn("user", Type.STRING),
                new OutputColumn("shop", Type.STRING),
                new OutputColumn("at", Type.INSTANT),
                new OutputColumn("ratio", Type.DOUBLE),
                new OutputColumn("price", Type.DECIMAL),
                new OutputColumn("day", Type.DATE),
                new OutputColumn("id", Type.UUID),
                new OutputColumn("good", Type.BOOLEAN),
                new OutputColumn("parts", Type.listOf(Type.LONG)),
                new OutputColumn("by_name", Type.mapOf(Type.STRING, Type.DOUBLE)),
                new OutputColumn("note", Type.of(Note.class))))) {
      for (int i = 0; i < questions; i++) {
        boolean empty = random.nextInt(10) == 0;
        @Nullable Object[] row = {
          (long) i,
          random.nextInt(20) == 0 ? null : user(random, users + 5),
          i % 97 == 5 ? "no shop" : String.valueOf(random.nextInt(22)),
          random.nextInt(30) == 0 ? null : moment(random),
          random.nextDouble(),
          empty ? null : BigDecimal.valueOf(random.nextInt(1_000), 3),
          LocalDate.of(2026, 1, 1 + random.nextInt(28)),
          new UUID(random.nextLong(), i),
          random.nextBoolean(),
          empty ? null : List.of((long) i, 2L),
          empty ? null : Map.of("k" + i % 3, 0.5),
          empty ? null : new Note("note " + i, (long) i)
        };
        out.row(row);
      }
      out.commit();
    }
  }

  private static void shops(TableWriter writer, Path folder) {
    try (Output out =
        writer.create(
            folder.resolve("shops.parquet"),
            List.of(
                new OutputColumn("shop", Type.LONG),
                new OutputColumn("country", Type.STRING),
                new OutputColumn("price", Type.DOUBLE)))) {
      for (int i = 0; i < 20; i++) {
        out.row(new Object[] {(long) i, "country " + i % 3, i / 3.0});
      }
      out.commit();
    }
  }

  /** Writes many facts by columns. */
  static void writeMany(TableWriter writer, Path folder, int users, int purchases) {
    SplittableRandom random = new SplittableRandom(7);
    int size = 100_000;
    @Nullable Object[] keys = new Object[size];
    @Nullable Object[] tags = new Object[size];
    long[] shops = new long[size];
    long[] times = new long[size];
    double[] amounts = new double[size];
    try (Output out =
        writer.create(
            folder.resolve("purchases.parquet"),
            List.of(
                new OutputColumn("user", Type.STRING),
                new OutputColumn("shop", Type.LONG),
                new OutputColumn("at", Type.INSTANT),
                new OutputColumn("amount", Type.DOUBLE),
                new OutputColumn("tags", Type.listOf(Type.STRING))))) {
      for (int done = 0; done < purchases; done += size) {
        for (int i = 0; i < size; i++) {
          keys[i] = user(random, users);
          shops[i] = random.nextInt(20);
          times[i] = moment(random).toEpochMilli() * 1_000;
          amounts[i] = random.nextInt(10_000) / 100.0;
        }
        out.rows(
            size,
            List.of(
                new OutputVector.Objects(keys),
                new OutputVector.Longs(shops),
                new OutputVector.Longs(times),
                new OutputVector.Doubles(amounts),
                new OutputVector.Objects(tags)));
      }
      out.commit();
    }
    shops(writer, folder);
  }
}
