package dev.rapport.engine.catalog;

import static dev.rapport.api.aggregation.Aggregations.lastDistinct;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Service;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FeatureRowTest {
  record Watched(String userId, String topic, Instant watchedAt) {}

  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Source<Watched> VIDEOS =
      Source.stream(Watched.class, "videos").at(Watched::watchedAt).about(USER, Watched::userId);
  private static final Feature<List<String>> TOPICS =
      VIDEOS
          .feature("topics")
          .aggregate(Watched::topic, lastDistinct(20), Duration.ofHours(1))
          .withDefault(List.of("travel"))
          .describedAs("What was watched.")
          .ownedBy("ann")
          .tagged("taste", "fresh");

  @Test
  void a_row_says_what_a_feature_is() {
    assertThat(FeatureRow.of(TOPICS))
        .isEqualTo(
            new FeatureRow(
                "topics",
                "list<string>",
                List.of("user"),
                "windowed",
                List.of("videos"),
                "1 h",
                "lastDistinct(20)",
                "[\"travel\"]",
                "What was watched.",
                "ann",
                List.of("fresh", "taste")));
  }

  @Test
  void a_computed_feature_rests_on_the_sources_of_its_inputs() {
    Feature<String> mood =
        Service.of("mood", String.class, String.class)
            .feature(
                "mood_now", Feature.computed("first_topic", Type.STRING, TOPICS, List::getFirst));
    FeatureRow row = FeatureRow.of(mood.named("mood_of_user"));

    assertThat(row.kind()).isEqualTo("service");
    assertThat(row.sources()).containsExactly("mood", "videos");
    assertThat(row.window()).isEmpty();
  }
}
