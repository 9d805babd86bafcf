package dev.rapport.examples.travel.generator;

import java.util.SplittableRandom;

/**
 * What a traveller is after for one journey. Hidden, like the taste.
 *
 * @param activities the mask of what the journey is for
 * @param strength how much that counts beside the taste
 * @param warmer how much warmer than usual it should be, in degrees
 * @param reach the share of the usual reach: a weekend goes less far
 * @param places the places the traveller has in mind
 */
@SuppressWarnings("ArrayRecordComponent") // a wish is never compared
record Wish(int activities, double strength, double warmer, double reach, int[] places) {
  /** No wish: only the taste counts. */
  static final Wish NONE = new Wish(0, 0, 0, 1, new int[0]);

  /** A passing fancy for one activity, such as decides about a single trip. */
  static Wish passing(World world, SplittableRandom chance) {
    return new Wish(
        1 << chance.nextInt(world.activities().size()),
        0.4,
        0,
        chance.nextDouble(0.4, 1.4),
        NONE.places());
  }

  /**
   * A wish for some activities, or for two or three that a place offers which the traveller would
   * like anyway; with that place and some that are like it in mind.
   */
  static Wish of(World world, int given, double[] liking, SplittableRandom chance) {
    int model = Choice.of(liking, 0.6, chance);
    int activities = given;
    int wanted = 2 + chance.nextInt(2);
    while (given == 0 && Integer.bitCount(activities) < wanted) {
      activities |= world.offers()[model] & 1 << chance.nextInt(world.activities().size());
    }
    double[] alike = liking.clone();
    for (int p = 0; p < alike.length; p++) {
      alike[p] += 1.5 * Integer.bitCount(world.offers()[p] & activities);
    }
    int[] places = new int[3 + chance.nextInt(2)];
    for (int i = 0; i < places.length; i++) {
      places[i] = Choice.of(alike, 0.5, chance);
      alike[places[i]] = Double.NEGATIVE_INFINITY;
    }
    return new Wish(
        activities,
        chance.nextDouble(0.8, 1.5),
        3 * chance.nextGaussian(),
        chance.nextDouble() < 0.3 ? 0.4 : 1,
        places);
  }
}
