package dev.rapport.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.entity.Definition;
import dev.rapport.engine.CompiledSources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What shows in a fingerprint, and what does not: a source is compiled, edited, compiled again. */
final class FingerprintsTest {
  private static final String TRAVEL =
      """
      import static dev.rapport.api.aggregation.Aggregations.*;
      import static dev.rapport.api.aggregation.Window.lifetime;
      import dev.rapport.api.aggregation.*;
      import dev.rapport.api.entity.*;
      import dev.rapport.api.feature.*;
      import dev.rapport.api.schema.*;
      import java.time.*;
      import java.util.*;

      class Travel {
        record Trip(String userId, String place, Instant endedAt, int rating) {}
        enum Season { SUMMER, WINTER }
        static final Set<String> WARM = Set.of("Rome", "Athens", "Cairo");
        static final Entity<String> USER = Entity.of("user", String.class);
        static final Source<Trip> TRIPS = Source.table(Trip.class, "select * from trips")
            .at(Trip::endedAt).about(USER, Trip::userId);

        static final Feature<Long> LIKED = TRIPS.feature("liked")
            .where(trip -> trip.rating() >= 4).aggregate(countRows(), Duration.ofDays(365));
        static final Feature<Long> SCORED = TRIPS.feature("scored")
            .where(trip -> score(trip) > 2).aggregate(countRows(), lifetime());
        static final Feature<Long> WARMED = TRIPS.feature("warmed")
            .where(trip -> WARM.contains(trip.place())).aggregate(countRows(), lifetime());
        static final Feature<Long> CAPTURED = atLeast(3);
        static final Feature<Long> NESTED = TRIPS.feature("nested")
            .where(trip -> List.of(1, 2, 3).stream().anyMatch(x -> x * 2 == trip.rating()))
            .aggregate(countRows(), lifetime());
        static final Feature<String> REFERRED =
            Feature.computed("referred", Type.STRING, Input.words(), Helper::shout);
        static final Feature<Double> DISTANCE = Feature.computed("distance", Type.DOUBLE,
            Request.of("here", GeoPoint.class), Request.of("there", GeoPoint.class), GeoPoint::kilometresTo);
        static final Feature<Long> DOUBLED =
            Feature.computed("doubled", Type.LONG, LIKED, x -> x * 2);
        static final Feature<Integer> SEASONAL = Feature.computed("seasonal", Type.INTEGER,
            Request.of("season", Season.class),
            season -> switch (season) { case SUMMER -> 30; case WINTER -> 5; });
        static final Feature<String> SWITCHED = Feature.computed("switched", Type.STRING,
            Input.words(), words -> {
              try {
                return switch (words) { case "a" -> "x" + words; default -> words.trim(); };
              } catch (IllegalStateException e) {
                return null;
              }
            });
        static final Feature<Long> OWN = TRIPS.feature("own")
            .aggregate(Trip::rating, custom(Type.LONG, new Weighted(2)), lifetime());

        static Feature<Long> atLeast(int least) {
          return TRIPS.feature("captured").where(trip -> trip.rating() >= least)
              .aggregate(countRows(), lifetime());
        }
        private static int score(Trip trip) { return more(trip.rating()); }
        private static int more(int rating) { return rating + 1; }
        static int unrelated(int x) { return x + 41; }
        record Weighted(int weight) implements Aggregator<Integer, long[], Long> {
          public long[] create() { return new long[1]; }
          public long[] add(long[] state, Integer value) { state[0] += value * weight; return state; }
          public long[] merge(long[] a, long[] b) { a[0] += b[0]; return a; }
          public Optional<Long> finish(long[] state) { return Optional.of(state[0]); }
        }
      }
      """;
  private static final String HELPER =
      """
      class Helper {
        static String shout(String words) { return words.toUpperCase(java.util.Locale.ROOT); }
        static String whisper(String words) { return words.trim(); }
      }
      """;
  private static final List<String> FEATURES =
      List.of(
          "LIKED",
          "SCORED",
          "WARMED",
          "CAPTURED",
          "NESTED",
          "REFERRED",
          "DISTANCE",
          "DOUBLED",
          "SEASONAL",
          "SWITCHED",
          "OWN");

  private static final CompiledSources UNCHANGED = CompiledSources.of(TRAVEL, HELPER);

  /** The features whose fingerprints an edit changes. */
  private static List<String> changedBy(String then, String now) {
    assertThat(TRAVEL + HELPER).contains(then);
    CompiledSources after =
        CompiledSources.of(TRAVEL.replace(then, now), HELPER.replace(then, now));
    List<String> changed = new ArrayList<>();
    for (String feature : FEATURES) {
      if (!fingerprint(UNCHANGED, feature).equals(fingerprint(after, feature))) {
        changed.add(feature);
      }
    }
    return changed;
  }

  private static String fingerprint(CompiledSources classes, String feature) {
    return Fingerprints.of((Definition) classes.constant("Travel", feature));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "rating() >= 4          | rating() >= 3          | LIKED DOUBLED",
        "rating() >= 4          | rating() > 4           | LIKED DOUBLED",
        "ofDays(365)            | ofDays(364)            | LIKED DOUBLED",
        "return rating + 1      | return rating + 2      | SCORED",
        "'\"Athens\", \"Cairo\"'| '\"Athens\"'           | WARMED",
        "= atLeast(3)           | = atLeast(2)           | CAPTURED",
        "rating() >= least      | rating() > least       | CAPTURED",
        "x * 2 == trip          | x * 3 == trip          | NESTED",
        "words.toUpperCase      | words.toLowerCase      | REFERRED",
        "Helper::shout          | Helper::whisper        | REFERRED",
        "x -> x * 2);           | x -> x * 3);           | DOUBLED",
        "case WINTER -> 5       | case WINTER -> 6       | SEASONAL",
        "'case \"a\"'           | 'case \"b\"'           | SWITCHED",
        "IllegalState           | IllegalArgument        | SWITCHED",
        "'\"x\" + words'        | '\"y\" + words'        | SWITCHED",
        "value * weight         | value + weight         | OWN",
        "new Weighted(2)        | new Weighted(3)        | OWN",
        "'\"distance\", Type'   | '\"far\", Type'        | DISTANCE",
        "GeoPoint::kilometresTo | '(a, b) -> a.lat() - b.lat()' | DISTANCE"
      })
  void an_edit_shows_where_it_counts(String then, String now, String changed) {
    assertThat(changedBy(then, now)).isEqualTo(Arrays.asList(changed.split(" ", -1)));
  }

  @Test
  void a_column_added_to_the_record_shows_in_all_that_read_it() {
    assertThat(changedBy("int rating) {}", "int rating, String note) {}"))
        .containsExactly("LIKED", "SCORED", "WARMED", "CAPTURED", "NESTED", "DOUBLED", "OWN");
    assertThat(changedBy("select * from trips", "select * from trip"))
        .containsExactly("LIKED", "SCORED", "WARMED", "CAPTURED", "NESTED", "DOUBLED", "OWN");
  }

  @Test
  void layout_comments_and_names_of_variables_do_not_show() {
    assertThat(changedBy("trip -> trip.rating() >= 4", "\n\n/* good */ t ->\n  t.rating() >= 4"))
        .isEmpty();
    assertThat(changedBy("int more(int rating) { return rating", "int more(int r) {\n\n return r"))
        .isEmpty();
  }

  @Test
  void other_methods_and_lambdas_of_the_class_do_not_show() {
    assertThat(changedBy("return x + 41", "return x + 42")).isEmpty();
    assertThat(
            changedBy(
                "static final Set<String> WARM",
                "static final Runnable EARLIER = () -> System.out.println();\n"
                    + "static final Object ANONYMOUS = new Object() {};\n"
                    + "static final Feature<String> FIRST = Feature.computed(\"first\","
                    + " Type.STRING, Input.words(), words -> words + 1);\n"
                    + "static final Set<String> WARM"))
        .isEmpty();
    assertThat(changedBy("String whisper(String words) {", "String whisper(String words) {;"))
        .isEmpty();
  }

  @Test
  void papers_do_not_show_in_the_values_but_have_a_fingerprint_of_their_own() {
    String then = "countRows(), Duration.ofDays(365))";
    String now = then + ".describedAs(\"Good trips.\").ownedBy(\"ann\").tagged(\"taste\")";
    assertThat(changedBy(then, now)).isEmpty();

    Definition before = (Definition) CompiledSources.of(TRAVEL, HELPER).constant("Travel", "LIKED");
    Definition after =
        (Definition)
            CompiledSources.of(TRAVEL.replace(then, now), HELPER).constant("Travel", "LIKED");
    assertThat(new Fingerprints().ofPapers(after))
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(new Fingerprints().ofPapers(before));
  }

  @Test
  void a_class_compiled_twice_has_one_fingerprint() {
    assertThat(changedBy("class Travel", "class  Travel")).isEmpty();
  }
}
