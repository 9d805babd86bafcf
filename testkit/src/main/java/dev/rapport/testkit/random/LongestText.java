package dev.rapport.testkit.random;

import dev.rapport.api.aggregation.Aggregator;
import java.util.Optional;

/** An aggregation of a user's own: the longest text, of equal ones the newest. */
final class LongestText implements Aggregator<String, String, String> {
  private static final long serialVersionUID = 1L;

  @Override
  public String create() {
    return "";
  }

  @Override
  public String add(String state, String value) {
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
