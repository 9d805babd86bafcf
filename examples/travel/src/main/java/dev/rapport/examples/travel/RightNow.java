package dev.rapport.examples.travel;

import static dev.rapport.api.aggregation.Aggregations.*;
import static dev.rapport.api.aggregation.Window.session;
import static dev.rapport.api.schema.Type.DOUBLE;
import static dev.rapport.examples.travel.Places.*;
import static dev.rapport.examples.travel.Travellers.*;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import module dev.rapport.api;

import dev.rapport.examples.travel.facts.Click;
import dev.rapport.examples.travel.facts.Search;
import dev.rapport.examples.travel.facts.VideoWatched;
import java.util.List;
import java.util.Map;

/** What streams say about the past minutes: videos, searches and clicks. Level 2 adds it. */
public final class RightNow {
  private RightNow() {}

  // -- where the facts come from

  static final Source<VideoWatched> VIDEOS =
      Source.stream(VideoWatched.class, "videos")
          .history("select * from read_parquet('videos.parquet')")
          .at(VideoWatched::watchedAt)
          .knownAt(VideoWatched::receivedAt)
          .id(VideoWatched::watchId)
          .about(USER, VideoWatched::userId)
          .describedAs("Videos watched on the site.")
          .ownedBy("web");

  static final Source<Search> SEARCHES =
      Source.stream(Search.class, "searches")
          .history("select * from read_parquet('searches.parquet')")
          .at(Search::searchedAt)
          .knownAt(Search::receivedAt)
          .id(Search::searchId)
          .about(USER, Search::userId)
          .about(DESTINATION, Search::destination)
          .describedAs("Searches for places.")
          .ownedBy("web");

  static final Source<Click> CLICKS =
      Source.stream(Click.class, "clicks")
          .history("select * from read_parquet('clicks.parquet')")
          .at(Click::clickedAt)
          .knownAt(Click::receivedAt)
          .id(Click::clickId)
          .about(USER, Click::userId)
          .about(DESTINATION, Click::destination)
          .describedAs("Clicks on the pages of places.")
          .ownedBy("web");

  // -- what they say about the traveller

  static final Feature<List<String>> RECENT_TOPICS =
      VIDEOS
          .feature("recent_topics")
          .aggregate(VideoWatched::topic, lastDistinct(8), ofHours(1))
          .describedAs("What the traveller watched in the past hour, newest first.");

  static final Feature<Map<String, Long>> TOPIC_COUNTS =
      VIDEOS
          .feature("topic_counts")
          .per(VideoWatched::topic)
          .aggregate(countRows(), ofHours(1))
          .describedAs("How many videos of each topic the traveller watched in the past hour.");

  static final Feature<List<String>> PLACES_SEARCHED =
      SEARCHES
          .feature("places_searched")
          .by(USER)
          .aggregate(Search::destination, lastDistinct(8), ofHours(1))
          .describedAs("Places the traveller searched for in the past hour, newest first.");

  static final Feature<List<String>> PLACES_CLICKED =
      CLICKS
          .feature("places_clicked")
          .by(USER)
          .aggregate(Click::destination, lastDistinct(8), ofMinutes(30))
          .describedAs("Places the traveller looked at in the past 30 minutes, newest first.");

  static final Feature<Long> SEARCHES_THIS_VISIT =
      SEARCHES
          .feature("searches_this_visit")
          .by(USER)
          .aggregate(countRows(), session(ofMinutes(30)))
          .describedAs("How often the traveller searched since coming, pauses under 30 minutes.");

  static final Feature<List<Long>> VIDEOS_BY_DAY =
      VIDEOS
          .feature("videos_by_day")
          .aggregate(countRows(), Window.last(ofDays(1)).series(7))
          .describedAs("How many videos the traveller watched on each of the past 7 days.");

  static final Feature<Map<String, Double>> TOPIC_WEIGHTS =
      VIDEOS
          .feature("topic_weights")
          .per(VideoWatched::topic)
          .aggregate(decayedCount(ofDays(7)), ofDays(90))
          .describedAs("How much the traveller watches each topic, half as much each week ago.");

  // -- what they say about the traveller and a place

  static final Feature<Long> SEARCHES_FOR =
      SEARCHES
          .feature("searches_for")
          .by(USER, DESTINATION)
          .aggregate(countRows(), ofHours(1))
          .describedAs("How often this traveller searched for this place in the past hour.");

  static final Feature<Long> CLICKS_ON =
      CLICKS
          .feature("clicks_on")
          .by(USER, DESTINATION)
          .aggregate(countRows(), ofMinutes(30))
          .describedAs("How often this traveller clicked on this place in the past 30 minutes.");

  // -- how well a place suits, by all that

  static final Feature<Double> TOPIC_MATCH =
      Feature.computed("topic_match", DOUBLE, TOPIC_COUNTS, ACTIVITIES, Fit::byCount)
          .describedAs("The share of the videos of the past hour that the place would delight.");

  static final Feature<Double> SEARCHED =
      Feature.computed("searched", DOUBLE, SEARCHES_FOR, Fit::saturating)
          .describedAs("0 for a place not searched for in the past hour, nearing 1 with each.");

  static final Feature<Double> CLICKED =
      Feature.computed("clicked", DOUBLE, CLICKS_ON, Fit::saturating)
          .describedAs("0 for a place not clicked on in the past 30 minutes, nearing 1 with each.");
}
