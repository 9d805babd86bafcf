package dev.rapport.examples.travel.generator;

import dev.rapport.examples.travel.facts.Place;
import dev.rapport.examples.travel.weather.Weather;
import java.util.stream.IntStream;

/**
 * How much a traveller would truly gain from each place. It is not the catalog's ranking and has
 * another form: nothing here is a weighted sum of matches.
 *
 * <ul>
 *   <li>Of the activities a place offers, the three that matter most to the traveller count 1, 1/2
 *       and 1/4; the others count nothing.
 *   <li>Climate multiplies: what a place offers is worth less in the wrong month; a month that is
 *       too cold or too hot by 9 degrees is worth about a third.
 *   <li>A wish is a noisy-or: each wished activity that is offered leaves 45 % of the rest
 *       unfulfilled. It too is multiplied by climate, and the places in mind get a bonus.
 *   <li>Cost hurts only beyond the budget, softly at first; crowds by the squared distance from the
 *       liked level; distance more than in proportion; a place already seen by a share that fades
 *       over years.
 *   <li>Charm (the same for everybody) and whim (of one traveller) are explained by nothing.
 * </ul>
 */
final class Utility {
  /** How far a wish is fulfilled by a number of its activities. */
  private static final double[] FULFILLED =
      IntStream.rangeClosed(0, Integer.SIZE).mapToDouble(n -> 1 - Math.pow(0.45, n)).toArray();

  private final World world;
  private final Taste taste;
  private final double[] liking;
  private final double[] constant;

  Utility(World world, Taste taste) {
    this.world = world;
    this.taste = taste;
    this.liking = new double[world.size()];
    this.constant = new double[world.size()];
    for (int p = 0; p < world.size(); p++) {
      Place place = world.places().get(p);
      liking[p] = threeBest(world.offers()[p]);
      double over = (place.dailyBudget() - taste.budget()) / taste.budget();
      double crowd = crowd(place) - taste.crowd();
      constant[p] =
          (place.cuisineStyle().equals(taste.cuisine()) ? 0.5 : 0)
              + world.charm()[p]
              + taste.whim()[p]
              - 0.6 * Math.log1p(Math.exp(4 * over))
              - 0.8 * crowd * crowd
              - taste.caution() * Math.pow(Math.max(0, 3.5 - place.safety()), 2);
    }
  }

  /** How much the traveller likes what each place offers, whenever. */
  double[] liking() {
    double[] all = new double[world.size()];
    for (int p = 0; p < all.length; p++) {
      all[p] = 2 * liking[p] + constant[p];
    }
    return all;
  }

  /**
   * What each place is worth for a journey.
   *
   * @param month 1 to 12
   * @param from kilometres from where the journey starts to each place
   * @param seen for each place how much of it is still fresh in mind, 0 to 1
   */
  double[] of(Wish wish, int month, double[] from, double[] seen) {
    double[] worth = new double[world.size()];
    for (int p = 0; p < worth.length; p++) {
      worth[p] =
          stay(p, wish, month)
              - far(from[p] / (taste.reach() * wish.reach()))
              - taste.novelty() * seen[p]
              - (from[p] < 60 ? 5 : 0);
    }
    for (int place : wish.places()) {
      worth[place] += 0.7;
    }
    return worth;
  }

  /** What a stay is worth, once there: what a rating is about. */
  double stay(int p, Wish wish, int month) {
    double climate = climate(p, month, taste.temperature() + wish.warmer());
    double fulfilled = FULFILLED[Integer.bitCount(world.offers()[p] & wish.activities())];
    return constant[p]
        + liking[p] * (0.7 + 1.5 * climate)
        + 2.2 * wish.strength() * fulfilled * (0.35 + 0.65 * climate);
  }

  /** What today's weather adds for somebody who leaves soon. */
  double weather(Weather now, Wish wish) {
    double off = Math.abs(now.temperatureC() - taste.temperature() - wish.warmer());
    return (now.precipitationMm() > 0.1 ? -0.5 * taste.rainAversion() : 0.1) - 0.02 * off;
  }

  private double climate(int p, int month, double best) {
    double off = (world.places().get(p).temperature().get(month - 1) - best) / 9;
    double rain = world.places().get(p).rain().get(month - 1) / 300;
    return Math.exp(-off * off - taste.rainAversion() * rain * rain);
  }

  private static double far(double reaches) {
    return 0.9 * reaches * (0.75 + 0.25 * reaches);
  }

  private double threeBest(int offered) {
    double first = 0;
    double second = 0;
    double third = 0;
    for (int rest = offered; rest != 0; rest &= rest - 1) {
      double matters = taste.activities()[Integer.numberOfTrailingZeros(rest)];
      if (matters > first) {
        third = second;
        second = first;
        first = matters;
      } else if (matters > second) {
        third = second;
        second = matters;
      } else if (matters > third) {
        third = matters;
      }
    }
    return (first + second / 2 + third / 4) / 1.75;
  }

  private static double crowd(Place place) {
    return switch (place.crowd()) {
      case "quiet" -> 0;
      case "moderate" -> 0.5;
      default -> 1;
    };
  }
}
