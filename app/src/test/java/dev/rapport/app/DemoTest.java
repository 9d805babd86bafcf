package dev.rapport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoTest {
  @TempDir private Path folder;

  @Test
  void the_demo_goes_from_raw_facts_to_a_prompt_that_changes_with_new_events() {
    Run demo = Run.of("demo --data '" + folder + "'");

    assertThat(demo.code()).isZero();
    assertThat(demo.out())
        .contains("synthetic", "made up by a local stub that speaks Open-Meteo's API")
        .contains("ann asks: \"Where should I go this summer?\"")
        .containsPattern("videos +[1-9]")
        .contains("Level 2, ", "Watched in the past hour: ")
        .containsPattern("2 before .*\n2 now .*bariloche")
        .containsPattern("2 +10 +2[0-9]\\.[0-9]")
        // The weather that is asked for now is the one that history tells of this hour.
        .containsPattern("3 +[0-9]+ +corsica-calvi \\*")
        .containsPattern("3 +1 +1[0-9]\\.[0-9]")
        .contains("At which rank of 254 places", "chance alone\nwould give 127.5 on average")
        .contains("RAPPORT_LLM_URL");
    // Through a pipe nothing is cut: each level's prompt is there as it goes to a model.
    assertThat(demo.out()).doesNotContain("…", "... and 5 more", " │ ");
    assertThat(demo.out().lines().filter(line -> line.startsWith("  destination,name,country,")))
        .hasSize(4)
        .allMatch(line -> line.contains("daily budget"));

    Run after = Run.of("get recent_topics --about user=ann --data '" + folder + "' --json");
    assertThat(after.code()).isZero();
    assertThat(after.out()).contains("\"skiing\"");
  }
}
