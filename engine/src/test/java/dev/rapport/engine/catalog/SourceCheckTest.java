package dev.rapport.engine.catalog;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every problem that the check finds in a source, with its text. */
final class SourceCheckTest extends CheckedTravels {
  @Test
  void a_source_says_when_its_facts_were_true_and_known() {
    assertThat(problems(UNTIMED_TRIPS))
        .containsExactly(
            "source trip: event time: undeclared (expected: .at(Trip::component), or .timeless()"
                + " for facts without a time)");
    assertThat(problems(PLACES.knownAfter(Duration.ofHours(6)).dropLaterThan(Duration.ofDays(1))))
        .containsExactly(
            "source place: dropLaterThan: on facts without a time (expected:"
                + " .at(Place::component) instead of .timeless())",
            "source place: knownAfter: on facts without a time (expected:"
                + " .knownAt(Place::component), or .at(...) instead of .timeless())");
    tables.with("past", "user_id TEXT, topic TEXT, watched_at INSTANT, gone BOOLEAN, labels LIST");
    assertThat(problems(VIDEOS.history("past")))
        .containsExactly(
            "source videos: known time of its history: undeclared (expected:"
                + " .knownAt(Watched::component) or .knownAfter(duration); otherwise everything"
                + " was learned today and the past is empty)");
    assertThat(check(VIDEOS.history("past").knownAfter(Duration.ZERO)).sources()).hasSize(1);
  }

  @Test
  void what_a_source_retains_is_enough_for_its_features() {
    assertThat(problems(PLACES.retain(Duration.ofDays(1))))
        .containsExactly(
            "source place: retain: on facts without a time (expected: .at(Place::component) instead"
                + " of .timeless())");
    assertThat(problems(VIDEOS.knownAfter(Duration.ofHours(6)).retain(Duration.ofHours(6))))
        .containsExactly(
            "source videos: retain: 6 h, no longer than knownAfter 6 h (expected: more, or no"
                + " fact is ever seen)");
    Source<Watched> retained = VIDEOS.retain(Duration.ofDays(7));
    assertThat(
            problems(
                retained.feature("exactly").aggregate(countRows(), Window.last(Duration.ofDays(7))),
                retained.feature("ever").aggregate(countRows(), Window.lifetime()),
                retained.feature("longer").aggregate(countRows(), Window.last(Duration.ofDays(8))),
                retained
                    .feature("before")
                    .aggregate(
                        countRows(), Window.last(Duration.ofDays(6)).offsetBy(Duration.ofDays(2)))))
        .containsExactly(
            "feature before: window: 6 d offset by 2 d over videos (expected: at most 7 d,"
                + " which its source retains; or .retain(...) for longer)",
            "feature longer: window: 8 d over videos (expected: at most 7 d, which its source"
                + " retains; or .retain(...) for longer)");
    for (Duration none : List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofNanos(1))) {
      assertThatThrownBy(() -> VIDEOS.retain(none))
          .hasMessage(
              "source videos: retain "
                  + DurationText.of(none)
                  + " (expected: more than zero, in whole microseconds)");
    }
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what javac refuses may still come unchecked
  void a_source_says_whose_its_facts_are() {
    Accessor<Trip, String> wrong = Trip::userId;
    assertThat(
            problems(
                TRIPS.about(USER, Trip::destination),
                VIDEOS.about(FLIGHT, (Accessor) (Accessor<Watched, String>) Watched::topic)))
        .containsExactly(
            "source trip: about user: declared twice (expected: one key for an entity; another"
                + " role is another entity, with a name of its own)",
            "source videos: about flight: topic, string (expected: a component of the entity's"
                + " key type, long)");
    assertThat(wrong).isNotNull();
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what javac refuses may still come unchecked
  void order_and_deletion_have_what_they_need() {
    assertThat(
            problems(
                VIDEOS
                    .deletedWhen(Watched::gone)
                    .orderedBy((Accessor) (Accessor<Watched, List<String>>) Watched::labels)))
        .containsExactly(
            "source videos: deletedWhen: without an id (expected: .id(Watched::component), which"
                + " says what is deleted)",
            "source videos: orderedBy: labels, list<string> (expected: a component with a natural"
                + " order)");
  }

  record Twice(String userId, String user_id, Instant at) {}

  @Test
  void components_that_one_column_would_match_are_refused() {
    assertThat(problems(Source.stream(Twice.class, "twice").at(Twice::at)))
        .containsExactly(
            "source twice: components: userId, user_id (expected: names that differ in more than"
                + " case and underscores, which do not count in a column's name)");
  }

  @Test
  void every_component_has_a_column() {
    tables.with(
        "trips",
        "userId TEXT, USER_ID TEXT, destination INTEGER, end_at TEXT, rating FLOATING, extra MAP");
    assertThat(problems(TRIPS.at(Trip::endedAt)))
        .containsExactly(
            "source trip: column activity: missing (expected: a column for the component activity,"
                + " string; there are userId, USER_ID, destination, end_at, rating, extra)",
            "source trip: column destination: integer (expected: varchar or uuid for the component"
                + " destination, string; convert it in the query with cast, or change the"
                + " component's type)",
            "source trip: column ended_at: missing (expected: a column for the component endedAt,"
                + " instant; nearest: end_at)",
            "source trip: column of userId: userId, USER_ID (expected: one column; leave the"
                + " others out of the query)",
            "source trip: column rating: floating (expected: bigint for the component rating,"
                + " integer; convert it in the query with cast, or change the component's type)");
  }

  record Lasting(Duration length, Instant at) {}

  @Test
  void a_component_that_no_column_holds_is_refused() {
    tables.with("lasting", "length TEXT, at INSTANT");
    assertThat(problems(Source.table(Lasting.class, "lasting").at(Lasting::at)))
        .containsExactly(
            "source lasting: column length: text (expected: a component of another type: no column"
                + " holds a duration for the component length, duration; convert it in the query"
                + " with cast, or change the component's type)");
  }

  @Test
  void a_table_that_cannot_be_described_hides_no_other_problem() {
    Source<Trip> missing =
        Source.table(Trip.class, "nowhere.parquet").at(Trip::endedAt).named("lost");
    Source<Trip> unreachable =
        Source.table(Trip.class, "unreachable").at(Trip::endedAt).named("far");

    assertThat(problems(missing, unreachable, UNTIMED_TRIPS))
        .containsExactly(
            "source far: storage: cannot be reached",
            "source lost: file nowhere.parquet: missing (expected: a file)",
            "source trip: event time: undeclared (expected: .at(Trip::component), or .timeless()"
                + " for facts without a time)");
    assertThatThrownBy(() -> check(unreachable))
        .isInstanceOfSatisfying(
            RapportException.class,
            e -> assertThat(e.kind()).isEqualTo(RapportException.Kind.DEPENDENCY))
        .hasMessage("source far: storage: cannot be reached");
  }
}
