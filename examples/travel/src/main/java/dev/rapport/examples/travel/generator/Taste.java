package dev.rapport.examples.travel.generator;

import dev.rapport.examples.travel.facts.Place;
import java.util.SplittableRandom;

/**
 * What a traveller truly likes. Hidden: facts only show what came of it.
 *
 * @param core the mask of the activities that matter most
 * @param activities how much each activity matters, 0 to 1
 * @param temperature the best one, in degrees Celsius
 * @param rainAversion how much wet months hurt
 * @param budget euros a day
 * @param cuisine the style of cooking most liked
 * @param crowd the best one: 0 (quiet) to 1 (busy)
 * @param reach how far is far, in kilometres
 * @param novelty how much a place already seen loses
 * @param caution how much unsafe places hurt
 * @param whim for each place, a liking that nothing explains
 */
@SuppressWarnings("ArrayRecordComponent") // a taste is never compared
record Taste(
    int core,
    double[] activities,
    double temperature,
    double rainAversion,
    double budget,
    String cuisine,
    double crowd,
    double reach,
    double novelty,
    double caution,
    double[] whim) {

  /** A taste around some activities, or around what a random place offers. */
  static Taste of(World world, int given, SplittableRandom chance) {
    int core = given != 0 ? given : someOf(world, chance);
    double[] activities = new double[world.activities().size()];
    for (int a = 0; a < activities.length; a++) {
      activities[a] =
          (core >> a & 1) == 1
              ? chance.nextDouble(0.6, 1)
              : 0.3 * Math.pow(chance.nextDouble(), 2.5);
    }
    double warmth = 0;
    int places = 0;
    for (int p = 0; p < world.size(); p++) {
      if (Integer.bitCount(world.offers()[p] & core) >= 2) {
        warmth +=
            world.climates().get(p).temperature().stream().mapToDouble(t -> t).max().orElse(0);
        places++;
      }
    }
    double temperature = 0.5 * (places == 0 ? 22 : warmth / places) + 0.5 * 21;
    Place liked = world.places().get(chance.nextInt(world.size()));
    double[] whim = new double[world.size()];
    for (int p = 0; p < whim.length; p++) {
      whim[p] = 0.3 * chance.nextGaussian();
    }
    return new Taste(
        core,
        activities,
        temperature + 3 * chance.nextGaussian(),
        chance.nextDouble(0.2, 1),
        Math.clamp(125 * Math.exp(0.4 * chance.nextGaussian()), 50, 500),
        liked.cuisineStyle(),
        chance.nextDouble(),
        Math.clamp(3_000 * Math.exp(0.6 * chance.nextGaussian()), 700, 12_000),
        chance.nextDouble(1, 3.5),
        chance.nextDouble(0.2, 0.8),
        whim);
  }

  /** Three activities of a random place and one more. */
  private static int someOf(World world, SplittableRandom chance) {
    int core = 0;
    int offered = world.offers()[chance.nextInt(world.size())];
    while (Integer.bitCount(core) < 3) {
      core |= offered & 1 << chance.nextInt(world.activities().size());
    }
    return core | 1 << chance.nextInt(world.activities().size());
  }
}
