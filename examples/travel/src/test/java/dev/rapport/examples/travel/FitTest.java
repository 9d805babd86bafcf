package dev.rapport.examples.travel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.examples.travel.weather.Weather;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FitTest {
  private static final Offset<Double> CLOSE = within(1e-9);

  @Test
  void what_is_liked_most_counts_most() {
    assertThat(Fit.inOrder(List.of("beach", "food"), List.of("beach"))).isEqualTo(2 / 3.0, CLOSE);
    assertThat(Fit.inOrder(List.of("beach", "food"), List.of("food"))).isEqualTo(1 / 3.0, CLOSE);
    assertThat(Fit.inOrder(List.of("beach", "food"), List.of("food", "beach", "art")))
        .isEqualTo(1, CLOSE);
    assertThat(Fit.inOrder(List.of(), List.of("food"))).isZero();
  }

  @Test
  void a_share_is_of_what_is_wanted_and_an_overlap_of_both() {
    assertThat(Fit.share(List.of("a", "b"), List.of("b", "c", "d"))).isEqualTo(0.5);
    assertThat(Fit.overlap(List.of("a", "b"), List.of("b", "c", "d"))).isEqualTo(0.25);
    assertThat(Fit.share(List.of(), List.of("b"))).isZero();
    assertThat(Fit.overlap(List.of(), List.of())).isZero();
  }

  @Test
  void what_was_never_rated_is_neither_good_nor_bad() {
    assertThat(Fit.byRating(Map.of("a", 5.0, "b", 1.0), List.of("a"))).isEqualTo(1);
    assertThat(Fit.byRating(Map.of("a", 5.0, "b", 1.0), List.of("b"))).isZero();
    assertThat(Fit.byRating(Map.of(), List.of("a", "c"))).isEqualTo(0.5);
  }

  @Test
  void each_video_counts() {
    assertThat(Fit.byCount(Map.of("skiing", 3L, "news", 1L), List.of("skiing", "spa")))
        .isEqualTo(0.75);
    assertThat(Fit.byCount(Map.of(), List.of("skiing"))).isZero();
  }

  @Test
  void the_first_search_says_most() {
    assertThat(Fit.saturating(0)).isZero();
    assertThat(Fit.saturating(1)).isEqualTo(0.5);
    assertThat(Fit.saturating(9)).isEqualTo(0.9);
  }

  @Test
  void only_what_costs_more_than_usual_fits_less() {
    assertThat(Fit.budget(100, 60)).isEqualTo(1);
    assertThat(Fit.budget(100, 100)).isEqualTo(1);
    assertThat(Fit.budget(100, 200)).isEqualTo(0.5);
    assertThat(Fit.budget(100, 900)).isZero();
  }

  @Test
  void right_here_is_no_journey_and_beyond_the_usual_is_less_comfortable() {
    assertThat(Fit.distance(2_000, 10)).isZero();
    assertThat(Fit.distance(2_000, 1_999)).isEqualTo(1);
    assertThat(Fit.distance(2_000, 4_000)).isEqualTo(0.5);
  }

  @Test
  void a_season_is_best_at_the_liked_temperature_without_rain() {
    assertThat(Fit.season(24, 24, 0)).isEqualTo(1);
    assertThat(Fit.season(24, 24, 200)).isEqualTo(0.5);
    assertThat(Fit.season(24, 24, 2_000)).isEqualTo(0.5);
    assertThat(Fit.season(24, 14, 0)).isEqualTo(Math.exp(-1), CLOSE);
    assertThat(Fit.season(24, 34, 0)).isEqualTo(Fit.season(24, 14, 0), CLOSE);
  }

  @Test
  void rain_spoils_half_of_the_weather() {
    assertThat(Fit.weather(20, new Weather(20, 0, 5, 0))).isEqualTo(1);
    assertThat(Fit.weather(20, new Weather(20, 2, 5, 63))).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource({
    "Where should I go this summer?, 7",
    "Somewhere in May please, 5",
    "May I ask where to go?, 6",
    "Where to in DECEMBER?, 12",
    "Any idea for next month?, 7",
    "Where should I go now?, 6",
    "'', 6"
  })
  void the_month_asked_for_is_in_the_words(String words, int month) {
    assertThat(TravelMonth.askedFor(words, Instant.parse("2026-06-15T12:00:00Z"))).isEqualTo(month);
  }

  @Test
  void weather_reads_well() {
    assertThat(new Weather(-0.3, 0, 3, 0).inWords()).isEqualTo("0 °C, clear sky");
    assertThat(new Weather(30.6, 4, 3, 95).inWords()).isEqualTo("31 °C, thunderstorm");
  }
}
