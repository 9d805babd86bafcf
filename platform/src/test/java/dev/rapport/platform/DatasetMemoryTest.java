package dev.rapport.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.question.Context;
import dev.rapport.engine.Progress;
import dev.rapport.engine.dataset.Dataset;
import dev.rapport.engine.dataset.Questions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datasets whose facts do not fit in the memory they may take. */
class DatasetMemoryTest {
  private static final int PURCHASES = 20_000;
  private static final int QUESTIONS = 5_000;

  @TempDir private Path folder;
  private final Set<String> stages = new TreeSet<>();

  private final Progress progress =
      new Progress() {
        @Override
        public void at(String what, long done, long total) {}

        @Override
        public void at(String what, String stage, long done, long total) {
          assertThat(done).isBetween(0L, total);
          stages.add(stage);
        }
      };

  private Rapport open(long memory) {
    return open(memory, progress);
  }

  private Rapport open(long memory, Progress progress) {
    Rapport rapport =
        Rapport.open(
            folder.resolve("data"),
            Purchases.options(folder).withDatasetMemory(memory).withProgress(progress));
    rapport.use(new Purchases());
    return rapport;
  }

  @BeforeEach
  void files() {
    try (Rapport rapport = Rapport.open(folder.resolve("data"), Purchases.options(folder))) {
      Purchases.write(rapport.tableWriter(), folder, 300, PURCHASES, QUESTIONS);
    }
  }

  private Dataset dataset(Rapport rapport) {
    return dataset(rapport, Purchases.BY_USER);
  }

  private Dataset dataset(Rapport rapport, List<Feature<?>> features) {
    return rapport.dataset(Questions.file(folder.resolve("questions.parquet")), features);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void files_made_in_passes_are_byte_for_byte_the_file_made_in_one() throws IOException {
    Dataset.Written whole;
    try (Rapport rapport = open(1L << 30)) {
      whole = dataset(rapport).write(folder.resolve("whole.parquet"));
      dataset(rapport).write(folder.resolve("whole.csv"));
    }
    assertThat(stages).isEmpty();
    assertThat(whole.rows()).isEqualTo(QUESTIONS);
    assertThat(whole.problems())
        .isEqualTo(226); // 52 with a shop that is none, the others without a moment

    for (long memory : new long[] {1_500_000, 900_000, 400_000}) {
      try (Rapport rapport = open(memory)) {
        Dataset dataset = dataset(rapport);
        assertThat(dataset.write(folder.resolve("parts.parquet"))).isEqualTo(whole);
        dataset.write(folder.resolve("parts.csv"));
        assertThat(rapport.intake())
            .hasEntrySatisfying(
                "purchases", rows -> assertThat(rows.acceptedCount()).isEqualTo(PURCHASES));
      }
      for (String ending : List.of("parquet", "csv")) {
        assertThat(
                Files.mismatch(
                    folder.resolve("whole." + ending), folder.resolve("parts." + ending)))
            .as("%s with %s bytes, %s", ending, memory, stages)
            .isEqualTo(-1);
      }
      assertThat(stages).anyMatch(stage -> stage.startsWith("pass 2 of "));
      stages.clear();
    }
    assertThat(names())
        .containsExactly(
            "data",
            "parts.csv",
            "parts.parquet",
            "purchases.parquet",
            "questions.parquet",
            "shops.parquet",
            "whole.csv",
            "whole.parquet");
  }

  @Test
  void features_of_two_entities_are_answered_in_rounds_each_in_passes_by_the_keys_of_one()
      throws IOException {
    Dataset.Written whole;
    try (Rapport rapport = open(1L << 30)) {
      whole = dataset(rapport, Purchases.BY_EITHER).write(folder.resolve("whole.parquet"));
    }
    for (long memory : new long[] {900_000, 500_000}) {
      stages.clear();
      try (Rapport rapport = open(memory)) {
        Dataset dataset = dataset(rapport, Purchases.BY_EITHER);
        assertThat(dataset.write(folder.resolve("parts.parquet"))).isEqualTo(whole);
        assertThat(rapport.intake())
            .hasEntrySatisfying(
                "purchases", rows -> assertThat(rows.acceptedCount()).isEqualTo(PURCHASES));
      }
      assertThat(Files.mismatch(folder.resolve("whole.parquet"), folder.resolve("parts.parquet")))
          .as("%s bytes, %s", memory, stages)
          .isEqualTo(-1);
      assertThat(stages)
          .anyMatch(stage -> stage.startsWith("round 1 of 2, pass 2 of "))
          .anyMatch(stage -> stage.startsWith("round 2 of 2, pass 2 of "));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void contexts_are_the_same_in_passes(boolean inRounds) {
    List<Feature<?>> features = inRounds ? Purchases.BY_EITHER : Purchases.BY_USER;
    List<Context> whole;
    try (Rapport rapport = open(1L << 30)) {
      whole = dataset(rapport, features).rows();
    }
    try (Rapport rapport = open(900_000)) {
      List<Context> parts = dataset(rapport, features).rows();
      assertThat(parts.stream().map(Context::answers).toList())
          .isEqualTo(whole.stream().map(Context::answers).toList());
    }
    assertThat(stages)
        .anyMatch(stage -> stage.startsWith((inRounds ? "round 2 of 2, " : "") + "pass 2 of "));
  }

  @Test
  void a_source_that_is_read_whole_and_does_not_fit_is_refused_with_the_way_out() {
    try (Rapport rapport = open(500_000)) {
      assertThatThrownBy(() ->
              rapport.dataset(
                  Questions.file(folder.resolve("questions.parquet")),
                  Purchases.LAST_AMOUNT,
                  Purchases.OF_ALL))
          .isInstanceOf(RapportException.class)
          .hasMessageContaining("source purchases")
          .hasMessageContaining("about 1094 KB (expected: at most 367 KB")
          .hasMessageContaining("give more memory");
    }
  }

  @Test
  void a_table_that_changes_before_the_dataset_is_written_is_refused_and_nothing_remains()
      throws IOException {
    try (Rapport rapport = open(900_000)) {
      Dataset dataset = dataset(rapport);
      Purchases.write(rapport.tableWriter(), folder, 200, PURCHASES, QUESTIONS);
      assertThatThrownBy(() -> dataset.write(folder.resolve("out.parquet")))
          .isInstanceOf(RapportException.class)
          .hasMessageMatching(
              "source (purchases|shops): changed since the dataset was asked for .*");
    }
    assertThat(names())
        .containsExactly("data", "purchases.parquet", "questions.parquet", "shops.parquet");
  }

  @Test
  void what_ends_the_work_in_the_second_pass_leaves_nothing() throws IOException {
    Progress ending =
        new Progress() {
          @Override
          public void at(String what, long done, long total) {}

          @Override
          public void at(String what, String stage, long done, long total) {
            if (stage.startsWith("pass 2 of ") && stage.endsWith("answering")) {
              throw new IllegalStateException("enough");
            }
          }
        };
    try (Rapport rapport = open(900_000, ending)) {
      Dataset dataset = dataset(rapport);
      assertThatThrownBy(() -> dataset.write(folder.resolve("out.parquet"))).hasMessage("enough");
    }
    assertThat(names())
        .containsExactly("data", "purchases.parquet", "questions.parquet", "shops.parquet");
  }

  /** A process of its own that makes a dataset of many facts; what it said. */
  private List<String> small(String heap, String memory) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                ManyPurchases.class.getName(),
                folder.toString(),
                memory)
            .redirectErrorStream(true)
            .start();
    try {
      List<String> said = process.inputReader(StandardCharsets.UTF_8).readAllLines();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  @Timeout(300)
  void more_facts_than_the_heap_holds_are_no_more_than_several_passes_and_the_heap_stays_small()
      throws Exception {
    try (Rapport rapport = Rapport.open(folder.resolve("data"), Purchases.options(folder))) {
      Purchases.writeMany(rapport.tableWriter(), folder, 50_000, 5_000_000);
    }
    assertThat(small("-Xmx256m", "default")).last().asString().startsWith("5000 rows in passes");
    assertThat(small("-Xmx256m", "boundless")).anyMatch(line -> line.contains("OutOfMemoryError"));

    // A heap that may be larger stays near the memory that is given: no pass leaves its facts
    // there.
    List<String> said = small("-Xmx2g", Integer.toString(60 << 20));
    assertThat(said).last().asString().startsWith("5000 rows in passes");
    assertThat(said)
        .filteredOn(line -> line.startsWith("old "))
        .singleElement()
        .satisfies(line -> assertThat(Integer.parseInt(line.split(" ", 3)[1])).isBetween(40, 450));
  }
}
