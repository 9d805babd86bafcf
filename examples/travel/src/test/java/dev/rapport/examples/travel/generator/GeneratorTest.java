package dev.rapport.examples.travel.generator;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.examples.travel.evaluation.Truth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GeneratorTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void the_same_seed_makes_the_same_world(long seed) throws Exception {
    Rows one = generate(new Generator(40, seed), "one");
    Rows two = generate(new Generator(40, seed), "two");
    assertThat(one.committed).isEqualTo(two.committed);
    assertThat(folder.resolve("one/truth/truth.jsonl"))
        .hasSameTextualContentAs(folder.resolve("two/truth/truth.jsonl"));
  }

  @Test
  void another_seed_makes_another_world() {
    assertThat(generate(new Generator(20, 1), "one").committed)
        .isNotEqualTo(generate(new Generator(20, 2), "two").committed);
  }

  @Test
  void a_larger_world_begins_with_the_smaller_one() {
    Rows small = generate(new Generator(10, 7), "small");
    Rows large = generate(new Generator(30, 7), "large");
    small.committed.forEach((file, rows) ->
        assertThat(large.of(file).subList(0, rows.size())).as(file).isEqualTo(rows));
  }

  @Test
  void the_hidden_truth_is_not_in_the_folder_of_facts() throws Exception {
    Rows rows = generate(new Generator(20, 7), "world");
    assertThat(rows.committed.keySet())
        .containsExactlyInAnyOrder(
            "travellers.parquet",
            "trips.parquet",
            "favourites.parquet",
            "videos.parquet",
            "searches.parquet",
            "clicks.parquet",
            "weather_history.parquet");
    try (Stream<Path> files = Files.walk(folder.resolve("world/facts"))) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "destinations.jsonl", "videos.jsonl", "searches.jsonl", "clicks.jsonl");
    }
    assertThat(rows.columns.values().stream().flatMap(List::stream).map(column -> column.name()))
        .doesNotContain("taste", "wish", "utility", "worth", "choice", "truth");
  }

  @Test
  void events_end_now() {
    Rows rows = generate(new Generator(200, 7), "world");
    assertThat(rows.of("videos.parquet", "watched_at"))
        .allSatisfy(at -> assertThat((Instant) at).isBefore(Generator.NOW));
    assertThat(rows.of("searches.parquet", "searched_at"))
        .allSatisfy(at -> assertThat((Instant) at).isBefore(Generator.NOW));
    assertThat(rows.of("clicks.parquet", "clicked_at"))
        .allSatisfy(at -> assertThat((Instant) at).isBefore(Generator.NOW));
    assertThat(rows.of("trips.parquet", "ended_at"))
        .allSatisfy(at -> assertThat((Instant) at).isBefore(Generator.NOW));
  }

  @Test
  void what_shows_the_choice_is_in_the_questions_future() {
    Rows rows = generate(new Generator(200, 7), "world");
    Map<String, Truth> truths =
        Truth.read(folder.resolve("world/truth/truth.jsonl")).stream()
            .collect(toMap(Truth::userId, truth -> truth));
    List<List<@Nullable Object>> chosen =
        rows.of("favourites.parquet").stream()
            .filter(row -> String.valueOf(row.get(0)).endsWith("_chosen"))
            .toList();
    assertThat(chosen).hasSizeGreaterThan(150);
    for (List<@Nullable Object> row : chosen) {
      Truth truth = requireNonNull(truths.get(String.valueOf(row.get(1))));
      assertThat(row.get(2)).isEqualTo(truth.place());
      assertThat((Instant) row.get(3)).isAfter(truth.at());
    }
  }

  @Test
  void the_demos_traveller_asks_at_the_end_and_has_no_future() {
    Rows rows = generate(new Generator(1, 7), "world");
    Truth truth = Truth.read(folder.resolve("world/truth/truth.jsonl")).getFirst();
    assertThat(truth.userId()).isEqualTo(Generator.TRAVELLER);
    assertThat(truth.at()).isEqualTo(Generator.NOW);
    assertThat(rows.of("favourites.parquet"))
        .noneMatch(row -> row.contains("favourite_ann_chosen"));
  }

  private Rows generate(Generator generator, String name) {
    Rows rows = new Rows();
    generator.write(folder.resolve(name + "/facts"), folder.resolve(name + "/truth"), rows);
    return rows;
  }
}
