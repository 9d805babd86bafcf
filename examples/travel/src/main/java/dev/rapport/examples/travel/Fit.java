package dev.rapport.examples.travel;

import dev.rapport.examples.travel.weather.Weather;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How well a place suits a traveller, each from 0 (not at all) to 1 (perfectly). */
final class Fit {
  private Fit() {}

  /** The share of what is liked that is offered; the first counts 1, the second 1/2, then 1/3... */
  static double inOrder(List<String> liked, Collection<String> offered) {
    double found = 0;
    double all = 0;
    for (int i = 0; i < liked.size(); i++) {
      double weight = 1.0 / (i + 1);
      all += weight;
      found += offered.contains(liked.get(i)) ? weight : 0;
    }
    return all == 0 ? 0 : found / all;
  }

  /** The share of what is wanted that is offered. */
  static double share(Collection<String> wanted, Collection<String> offered) {
    long found = wanted.stream().filter(offered::contains).count();
    return wanted.isEmpty() ? 0 : (double) found / wanted.size();
  }

  /** What both have, as a share of what either has (Jaccard). */
  static double overlap(Collection<String> one, Collection<String> other) {
    Set<String> either = new HashSet<>(one);
    either.addAll(other);
    long both = one.stream().distinct().filter(other::contains).count();
    return either.isEmpty() ? 0 : (double) both / either.size();
  }

  /** The mean rating, 1 to 5, of what is offered; what was never rated counts 3. */
  static double byRating(Map<String, Double> ratings, Collection<String> offered) {
    double sum = 0;
    for (String activity : offered) {
      sum += (ratings.getOrDefault(activity, 3.0) - 1) / 4;
    }
    return offered.isEmpty() ? 0 : sum / offered.size();
  }

  /** The share of what was seen that is offered. */
  static double byCount(Map<String, Long> seen, Collection<String> offered) {
    long all = 0;
    long found = 0;
    for (var topic : seen.entrySet()) {
      all += topic.getValue();
      found += offered.contains(topic.getKey()) ? topic.getValue() : 0;
    }
    return all == 0 ? 0 : (double) found / all;
  }

  /** 0, then 1/2, 2/3, 3/4...: each further one says less. */
  static double saturating(long times) {
    return times / (times + 1.0);
  }

  /** 1 up to what is usually spent, falling to 0 at three times that. */
  static double budget(double usual, int cost) {
    return Math.clamp(1.5 - 0.5 * cost / usual, 0, 1);
  }

  /** 1 up to the usual distance, half at twice that; 0 within 50 km, which is no journey. */
  static double distance(double usualKm, double km) {
    return km < 50 ? 0 : Math.min(1, usualKm / km);
  }

  /** Falls with the distance from the liked temperature, and by up to half with rain. */
  static double season(double likedC, double temperatureC, double rainMm) {
    return bell(temperatureC - likedC) * (1 - Math.min(0.5, rainMm / 400));
  }

  /** Falls with the distance from the liked temperature, and by half where it rains now. */
  static double weather(double likedC, Weather now) {
    return bell(now.temperatureC() - likedC) * (now.precipitationMm() > 0.1 ? 0.5 : 1);
  }

  private static double bell(double differenceC) {
    return Math.exp(-differenceC * differenceC / 100);
  }
}
