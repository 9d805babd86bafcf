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
  void the_same_seed_makes_the_same_world(long seed) {
    Rows one = Rows.of(new Generator(40, seed), folder.resolve("one"));
    Rows two = Rows.of(new Generator(40, seed), folder.resolve("two"));
    assertThat(one.all()).isEqualTo(two.all());
    assertThat(one.written().truth()).hasSameTextualContentAs(two.written().truth());
  }

  @Test
  void another_seed_makes_another_world() {
    assertThat(Rows.of(new Generator(20, 1), folder.resolve("one")).all())
        .isNotEqualTo(Rows.of(new Generator(20, 2), folder.resolve("two")).all());
  }

  @Test
  void a_larger_world_begins_with_the_smaller_one() {
    Rows small = Rows.of(new Generator(10, 7), folder.resolve("small"));
    Rows large = Rows.of(new Generator(30, 7), folder.resolve("large"));
    for (String table : List.of("travellers", "trips", "favourites", "videos", "searches")) {
      List<List<@Nullable Object>> rows = small.of(table);
      assertThat(large.of(table).subList(0, rows.size())).as(table).isEqualTo(rows);
    }
  }

  @Test
  void the_hidden_truth_is_not_among_the_facts() throws Exception {
    Rows rows = Rows.of(new Generator(20, 7), folder);
    assertThat(rows.written().rows().keySet())
        .containsExactly(
            "travellers", "trips", "favourites", "videos", "searches", "clicks", "weather_history");
    assertThat(rows.written().rows().keySet())
        .allSatisfy(table ->
            assertThat(rows.columns(table))
                .doesNotContain("taste", "wish", "utility", "worth", "choice", "truth"));
    try (Stream<Path> files = Files.walk(rows.facts())) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "destinations.jsonl", "videos.jsonl", "searches.jsonl", "clicks.jsonl");
    }
  }

  @Test
  void the_history_ends_now() {
    Rows rows = Rows.of(new Generator(200, 7), folder);
    Map<String, String> times =
        Map.of(
            "travellers", "updated_at",
            "trips", "ended_at",
            "favourites", "changed_at",
            "videos", "watched_at",
            "searches", "searched_at",
            "clicks", "clicked_at",
            "weather_history", "measured_at");
    times.forEach((table, column) ->
        assertThat(rows.of(table, column))
            .as(table)
            .isNotEmpty()
            .allSatisfy(at -> assertThat((Instant) at).isBefore(Generator.NOW)));
  }

  @Test
  void what_shows_the_choice_is_in_the_questions_future() {
    Rows rows = Rows.of(new Generator(200, 7), folder);
    Map<String, Truth> truths =
        Truth.read(rows.written().truth()).stream().collect(toMap(Truth::userId, truth -> truth));
    List<List<@Nullable Object>> chosen =
        rows.of("favourites").stream()
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
  void the_demos_traveller_has_a_past_and_no_future() {
    Rows rows = Rows.of(new Generator(1, 7), folder);
    Truth truth = Truth.read(rows.written().truth()).getFirst();
    assertThat(truth.userId()).isEqualTo(Generator.TRAVELLER);
    assertThat(truth.at()).isEqualTo(Generator.NOW);
    assertThat(rows.of("trips")).hasSizeGreaterThan(10);
    assertThat(rows.of("favourites")).noneMatch(row -> row.contains("favourite_ann_chosen"));
  }
}
