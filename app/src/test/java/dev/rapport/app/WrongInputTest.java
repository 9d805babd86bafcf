package dev.rapport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake is told in words and ends with its exit code: see {@code wrong-inputs.txt}. */
final class WrongInputTest {
  @TempDir private static Path folder;

  private static Path shop = Path.of("");

  /** One case of the file. */
  record Mistake(String title, String command, int code, String err) {
    @Override
    public String toString() {
      return title;
    }
  }

  @BeforeAll
  static void break_things() throws IOException {
    shop = Run.newCatalog(folder.resolve("shop"));
    Files.writeString(folder.resolve("not.parquet"), "reader,at\n");
    Files.writeString(folder.resolve("events.jsonl"), "{\n");
    Files.writeString(folder.resolve("text-for-time.csv"), "reader,at\nann,soon\n");
    Files.writeString(
        folder.resolve("long-line.csv"),
        "reader,at,note\nann,2026-01-01,x\nann,2026-01-02,x,y\nbob,2026-01-03,x\n");
    edit(copy("short"), "data/orders.csv", "o2,ann,b2,travel,4,", "o2,ann,");
    edit(copy("minus"), "Bookshop.java", "mostFrequent(3)", "mostFrequent(-1)");
    Files.writeString(folder.resolve("no-time.csv"), "view_id,reader,book\nv1,ann,b1\n");
    Files.writeString(
        folder.resolve("twice.csv"),
        "view_id,reader,book,book,viewed_at\nv1,ann,b1,b2,2026-01-01 00:00:00\n");
    Files.createDirectory(folder.resolve("empty"));
    Files.createFile(folder.resolve("empty.csv"));
    byte[] noise = new byte[3_000];
    new Random(1).nextBytes(noise);
    Files.write(folder.resolve("noise.csv"), noise);
    Files.writeString(
        folder.resolve("broken.jsonl"),
        "{\"reader\": \"ann\", \"at\": \"2026-01-01\"}\n{\"reader\":\n");
    edit(copy("misspelt"), "Bookshop.java", "Order::rating, atLeast", "Order::ratng, atLeast");
    edit(copy("none"), "Bookshop.java", "implements CatalogProvider", "");
    edit(folder.resolve("none"), "Bookshop.java", "@Override", "");
    edit(copy("budget"), "Bookshop.java", "tokens(1_000)", "tokens(10)");
    edit(copy("text"), "data/orders.csv", ",20", ",in 20");
    Files.writeString(
        copy("lacking").resolve("data/books.csv"), "book,title,genre,about\nb1,One,mystery,None\n");
    Files.writeString(
        copy("several").resolve("Other.java"),
        """
        import module dev.rapport.api;

        public final class Other implements CatalogProvider {
          public Catalog catalog() {
            return Catalog.of(Bookshop.NEXT_BOOK);
          }
        }
        """);
    Files.writeString(
        copy("circle").resolve("Circle.java"),
        """
        import static dev.rapport.api.schema.Type.DOUBLE;
        import module dev.rapport.api;
        final class A { static final Feature<Double> X = Feature.computed("x", DOUBLE, B.Y, y -> y); }
        final class B { static final Feature<Double> Y = Feature.computed("y", DOUBLE, A.X, x -> x); }
        """);
    edit(
        folder.resolve("circle"),
        "Bookshop.java",
        "Catalog.of(NEXT_BOOK)",
        "Catalog.of(NEXT_BOOK, A.X)");
    Files.writeString(
        Files.createDirectory(folder.resolve("inputs")).resolve("Inputs.java"),
        """
        import static dev.rapport.api.schema.Type.DOUBLE;
        import static java.time.Duration.ofDays;
        import static dev.rapport.api.aggregation.Aggregations.countRows;
        import module dev.rapport.api;

        public final class Inputs implements CatalogProvider {
          record Payment(long account, java.time.Instant at) {}

          static final Entity<Long> ACCOUNT = Entity.of("account", Long.class);
          static final Feature<Long> PAYMENTS =
              Source.stream(Payment.class, "payments")
                  .at(Payment::at)
                  .about(ACCOUNT, Payment::account)
                  .feature("payments")
                  .aggregate(countRows(), ofDays(1));
          static final Request<Double> AMOUNT = Request.of("amount", Double.class);

          public Catalog catalog() {
            return Catalog.of(
                Feature.computed("doubled", DOUBLE, AMOUNT, PAYMENTS, (a, n) -> 2 * a + n));
          }
        }
        """);
  }

  private static Path copy(String name) throws IOException {
    Path copy = folder.resolve(name);
    for (String file : List.of("Bookshop.java", "data/orders.csv", "data/books.csv")) {
      Files.createDirectories(Objects.requireNonNull(copy.resolve(file).getParent()));
      Files.copy(shop.resolve(file), copy.resolve(file));
    }
    return copy;
  }

  private static void edit(Path catalog, String file, String old, String replacement)
      throws IOException {
    String text = Files.readString(catalog.resolve(file));
    assertThat(text).contains(old);
    Files.writeString(catalog.resolve(file), text.replace(old, replacement));
  }

  static List<Mistake> mistakes() throws IOException {
    String text;
    try (InputStream file = WrongInputTest.class.getResourceAsStream("wrong-inputs.txt")) {
      text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
    List<Mistake> mistakes = new ArrayList<>();
    for (String part : text.split("\n# ", -1)) {
      String[] lines = part.strip().split("\n", 4);
      if (lines.length == 4) {
        mistakes.add(
            new Mistake(lines[0], lines[1].substring(1), Integer.parseInt(lines[2]), lines[3]));
      }
    }
    return mistakes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void a_mistake_is_told(Mistake mistake) {
    Run run = Run.of(placed(mistake.command()));

    assertThat(run.err().strip()).matches(pattern(placed(mistake.err())));
    assertThat(run.code()).isEqualTo(mistake.code());
    assertThat(run.out()).isEmpty();
  }

  @Test
  void there_are_enough_cases() throws IOException {
    assertThat(mistakes()).hasSizeGreaterThan(40);
  }

  @Test
  void rows_that_were_set_aside_are_told_of_and_count_when_strict() throws IOException {
    Path catalog = copy("aside");
    Files.writeString(
        catalog.resolve("data/orders.csv"),
        """
        order_id,reader,book,genre,rating,ordered_at
        o1,ann,b4,mystery,5,2026-01-01 10:00:00
        o2,ann,b4,mystery,5,
        """);
    String get = "get times_bought --about reader=ann --about book=b4 --catalog '" + catalog + "'";

    Run lenient = Run.of(get);
    assertThat(lenient.code()).isZero();
    assertThat(lenient.err()).contains("source order: 1 row set aside");
    assertThat(Run.of(get + " --strict").code()).isEqualTo(1);
  }

  @Test
  void a_folder_that_cannot_be_written_is_told() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assumeTrue(closed.toFile().setWritable(false) && (!isWritable(closed) || Files.exists(PROC)));
    Path unwritable = isWritable(closed) ? PROC : closed; // root may write the former

    Run data = Run.of("get times_bought --catalog '%s' --data %s/data".formatted(shop, unwritable));
    assertThat(data.err())
        .startsWith(
            "rapport: data directory: %s/data/log (expected: a folder that can be written; "
                .formatted(unwritable));
    assertThat(data.code()).isEqualTo(2);

    Run out =
        Run.of(
            "dataset --catalog '%s' --questions '%s/data/questions.csv' --features genre_fit --out %s/out.csv"
                .formatted(shop, shop, unwritable));
    assertThat(out.err())
        .startsWith(
            "rapport: folder: %s (expected: one that can be written; ".formatted(unwritable));
    assertThat(out.code()).isEqualTo(2);
    assertThat(out.out()).isEmpty();
  }

  /** A folder in which not even root may create a file. */
  private static final Path PROC = Path.of("/proc");

  /** Whether a file can really be created there. */
  private static boolean isWritable(Path folder) {
    try {
      Files.delete(Files.createTempFile(folder, "written", ""));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void features_in_error_are_told_of_and_count_when_strict() throws IOException {
    Path catalog = copy("failing");
    edit(
        catalog,
        "Bookshop.java",
        "favourites.contains(genre) ? 1.0 : 0.0",
        "(double) (1 / (favourites.size() - favourites.size()))");
    Files.writeString(
        catalog.resolve("questions.csv"), "reader,book,at\nann,b1,2000-01-01\nann,b1,\n");
    String dataset =
        "dataset --features genre_fit --questions '%s' --out '%s' --catalog '%s'"
            .formatted(catalog.resolve("questions.csv"), catalog.resolve("answers.csv"), catalog);

    Run lenient = Run.of(dataset);
    assertThat(lenient.code()).isZero();
    assertThat(lenient.out())
        .contains("1 row could not be asked, without values:")
        .contains("feature genre_fit: 1 row in error, without a value: row 1: ")
        .contains("ArithmeticException");
    Run strict = Run.of(dataset + " --strict --json");
    assertThat(strict.code()).isEqualTo(1);
    assertThat(strict.out()).contains("\"errors\"").contains("\"firstRow\"");
  }

  @Test
  void an_empty_catalog_is_warned_of() throws IOException {
    Path catalog = Files.createDirectory(folder.resolve("bare"));
    Files.writeString(
        catalog.resolve("Bare.java"),
        """
        import module dev.rapport.api;

        public final class Bare implements CatalogProvider {
          @Override
          public Catalog catalog() {
            return Catalog.of();
          }
        }
        """);
    for (String command : List.of("check", "apply")) {
      Run run = Run.of(command + " --catalog '" + catalog + "'");
      assertThat(run.code()).isZero();
      assertThat(run.err()).contains("catalog: empty (expected: features or prompts");
    }
  }

  private static String placed(String text) {
    return text.replace("{shop}", shop.toString()).replace("{dir}", folder.toString());
  }

  private static Pattern pattern(String text) {
    return Pattern.compile(
        Arrays.stream(text.split("\\.\\.\\.(?!\\))", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")),
        Pattern.DOTALL);
  }
}
