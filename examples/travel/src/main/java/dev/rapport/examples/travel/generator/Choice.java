package dev.rapport.examples.travel.generator;

import java.util.SplittableRandom;

/** A choice by chance, likelier the better. */
final class Choice {
  private Choice() {}

  /**
   * Chooses a number with a probability that grows with the exponential of its utility (softmax).
   *
   * @param temperature how much chance decides: 0 the best always
   */
  static int of(double[] utility, double temperature, SplittableRandom chance) {
    double best = Double.NEGATIVE_INFINITY;
    for (double u : utility) {
      best = Math.max(best, u);
    }
    double[] upTo = new double[utility.length];
    double sum = 0;
    for (int i = 0; i < utility.length; i++) {
      sum += Math.exp((utility[i] - best) / temperature);
      upTo[i] = sum;
    }
    double at = chance.nextDouble() * sum;
    for (int i = 0; i < upTo.length; i++) {
      if (at < upTo[i]) {
        return i;
      }
    }
    return upTo.length - 1;
  }

  /** The number of the greatest utility. */
  static int best(double[] utility) {
    int best = 0;
    for (int i = 1; i < utility.length; i++) {
      if (utility[i] > utility[best]) {
        best = i;
      }
    }
    return best;
  }
}
