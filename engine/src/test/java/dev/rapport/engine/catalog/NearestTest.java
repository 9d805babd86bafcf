package dev.rapport.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NearestTest {
  @Test
  void a_distance_counts_letters_missing_added_replaced_and_swapped() {
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("activites", "activities")).isEqualTo(1);
    assertThat(Nearest.distance("usre", "user")).isEqualTo(1);
    assertThat(Nearest.distance("house", "mouse")).isEqualTo(1);
    assertThat(Nearest.distance("ca", "abc")).isEqualTo(3);
  }

  @Test
  void the_nearest_names_come_first_and_far_ones_not_at_all() {
    List<String> names = List.of("user_trips", "users", "user", "destination", "u");
    assertThat(Nearest.to("usr", names)).containsExactly("user");
    assertThat(Nearest.to("USER", names)).containsExactly("user", "users", "user_trips");
    assertThat(Nearest.to("weather", names)).isEmpty();
  }

  @Test
  void without_a_near_name_all_are_offered_where_they_are_few() {
    assertThat(Nearest.expected("x", List.of("bb_b", "aa_a"))).isEqualTo("one of aa_a, bb_b");
    assertThat(Nearest.expected("x", List.of())).isEqualTo("there is none");
    List<String> many = IntStream.range(0, 37).mapToObj(i -> "feature_" + i).toList();
    assertThat(Nearest.expected("x", many)).startsWith("one of 37 names, such as ");
  }
}
