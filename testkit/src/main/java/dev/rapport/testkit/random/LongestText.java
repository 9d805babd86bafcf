package dev.rapport.testkit.random;

import dev.rapport.api.aggregation.Aggregator;
import java.util.Optional;

/**
 * An aggregation of a user's own: the longest text, of equal ones the newest.
 *
 * @param picky fails on one of the words
 */
record LongestText(boolean picky) implements Aggregator<String, String, String> {
  @Override
  public String create() {
    return "";
  }

  @Override
  public String add(String state, String value) {
    if (picky && value.equals("beach")) {
      throw new IllegalStateException("no more beaches");
    }
    return merge(state, value);
  }

  @Override
  public String merge(String earlier, String later) {
    return later.length() >= earlier.length() ? later : earlier;
  }

  @Override
  public Optional<String> finish(String state) {
    return state.isEmpty() ? Optional.empty() : Optional.of(state);
  }
}
