package dev.rapport.testkit.random;

import static dev.rapport.api.schema.Condition.atLeast;
import static dev.rapport.api.schema.Condition.atMost;
import static dev.rapport.api.schema.Condition.between;
import static dev.rapport.api.schema.Condition.equalTo;
import static dev.rapport.api.schema.Condition.lessThan;
import static dev.rapport.api.schema.Condition.moreThan;
import static dev.rapport.api.schema.Condition.notEqualTo;
import static dev.rapport.api.schema.Condition.oneOf;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Filter;
import dev.rapport.api.feature.Selection;
import dev.rapport.api.schema.Accessor;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/**
 * What features are made of: the columns of a record by what they hold.
 *
 * @param key a key of {@code PLACE}, for features that are read through it
 * @param half a filter that holds for about half of the facts
 * @param touchy a filter that fails on a few facts
 * @param owners whose features there may be; none of a list: of everybody
 */
record Columns<R>(
    Accessor<R, Integer> small,
    Accessor<R, Double> calm,
    Accessor<R, Double> wild,
    Accessor<R, Long> large,
    Accessor<R, String> text,
    Accessor<R, Instant> time,
    Accessor<R, Long> key,
    Accessor<R, List<Double>> vector,
    Filter<R> half,
    Filter<R> touchy,
    List<List<Entity<?>>> owners) {

  static final Columns<Trip> TRIP =
      new Columns<>(
          Trip::rating,
          Trip::cost,
          Trip::score,
          Trip::nights,
          Trip::activity,
          Trip::learnedAt,
          Trip::place,
          Trip::vector,
          trip -> trip.rating() != null && trip.rating() >= 3,
          trip -> isBearable(trip.rating(), trip.nights()),
          List.of(
              List.of(RandomSources.USER),
              List.of(RandomSources.USER),
              List.of(RandomSources.PLACE),
              List.of(RandomSources.USER, RandomSources.PLACE),
              List.of(RandomSources.PLACE, RandomSources.USER),
              List.of()));

  static final Columns<Click> CLICK =
      new Columns<>(
          Click::rank,
          Click::dwell,
          Click::score,
          Click::amount,
          Click::topic,
          Click::learnedAt,
          Click::place,
          Click::vector,
          click -> click.rank() % 2 == 0,
          click -> isBearable(click.rank(), click.amount()),
          TRIP.owners());

  static final Columns<Town> TOWN =
      new Columns<>(
          Town::safety,
          Town::budget,
          Town::score,
          Town::inhabitants,
          Town::country,
          Town::learnedAt,
          Town::place,
          Town::vector,
          town -> town.country() != null && town.country().length() > 4,
          town -> isBearable(town.safety(), town.inhabitants()),
          List.of(List.of(RandomSources.PLACE), List.of(RandomSources.PLACE), List.of()));

  @NullUnmarked
  private static boolean isBearable(Integer small, Long large) {
    if (small != null && small == 4 && (large == null || large < 0)) {
      throw new IllegalStateException("4 of " + large);
    }
    return small != null;
  }

  /** With no, one or two filters of any kind. */
  Selection<R> filtered(Selection<R> selection, Pick pick) {
    Selection<R> filtered = selection;
    for (int i = pick.upTo(3); i > 0; i--) {
      filtered = filteredOnce(filtered, pick);
    }
    return filtered;
  }

  private Selection<R> filteredOnce(Selection<R> selection, Pick pick) {
    return switch (pick.upTo(10)) {
      case 9 -> selection.where(touchy);
      case 0 -> selection.where(half);
      case 1 -> selection.where(small, atLeast(pick.upTo(6)));
      case 2 -> selection.where(small, moreThan(pick.upTo(5)));
      case 3 -> selection.where(calm, atMost(pick.calm()));
      case 4 -> selection.where(wild, lessThan(pick.wild()));
      case 5 -> selection.where(text, equalTo(pick.text()));
      case 6 -> selection.where(text, notEqualTo(pick.text()));
      case 7 -> selection.where(large, between(-50L, pick.large()));
      default -> selection.where(text, oneOf(List.of(pick.text(), pick.text(), "never")));
    };
  }

  /** By one of those there may be. */
  Selection<R> owned(Selection<R> selection, Pick pick) {
    List<Entity<?>> by = pick.of(owners);
    return by.isEmpty() ? selection.global() : selection.by(by.toArray(Entity<?>[]::new));
  }
}
