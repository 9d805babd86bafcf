package dev.rapport.testkit.conformance.translate;

import dev.rapport.api.aggregation.Window;
import java.time.Instant;
import java.util.Optional;

/**
 * How a feature asks for one row of the spine.
 *
 * @param window empty where nothing can lie in it
 * @param back how many facts a lag counts back from the newest
 * @param filter what the row does not see, where its moment cannot hide it
 */
record Frame(Instant moment, Optional<Window> window, int back, Optional<RowFilter> filter) {

  /**
   * The frame of a row.
   *
   * @param window the window, where it is one of time
   */
  static Frame of(
      PitCase pitCase,
      PitCase.Feature feature,
      CaseSource facts,
      Moments moments,
      CaseWindow window,
      int row) {
    boolean seesOwn = seesOwn(feature, facts, moments, row);
    if (feature.isLag()) {
      int k = feature.size();
      boolean withOwn = k == 0 && seesOwn;
      Optional<Window> all = k == 0 && !seesOwn ? Optional.empty() : Optional.of(Window.lifetime());
      return new Frame(
          moments.of(row, withOwn),
          all,
          withOwn ? 0 : Math.max(k - 1, 0),
          filter(pitCase, feature, facts, moments, row, withOwn));
    }
    if (feature.countsFromOwnRow()) {
      boolean withOwn = seesOwn && CaseWindow.firstRow(feature.window()) == 0;
      return new Frame(
          moments.of(row, withOwn),
          feature.keepsNothing() ? Optional.empty() : CaseWindow.ofRows(feature.window(), withOwn),
          0,
          filter(pitCase, feature, facts, moments, row, withOwn));
    }
    boolean withOwn = feature.includesSpineRow() && !feature.excludesOwnRow();
    return new Frame(
        moments.of(row, withOwn),
        feature.keepsNothing() ? Optional.empty() : window.window(),
        0,
        filter(pitCase, feature, facts, moments, row, withOwn));
  }

  /** Whether the row of the spine is there to be counted from. */
  private static boolean seesOwn(
      PitCase.Feature feature, CaseSource facts, Moments moments, int row) {
    Optional<Long> time = moments.time(row);
    return feature.countsFromOwnRow()
        && feature.includesSpineRow()
        && (!feature.excludesOwnRow() || feature.isLag())
        && time.isPresent()
        && facts.sees(row, moments.of(row, true), time.get());
  }

  private static Optional<RowFilter> filter(
      PitCase pitCase,
      PitCase.Feature feature,
      CaseSource facts,
      Moments moments,
      int row,
      boolean withOwn) {
    Sight sight = facts.sight();
    boolean isSelf = sight.self().isPresent();
    boolean hides = isSelf && !withOwn && !facts.isHiddenBefore(row, moments);
    boolean arrivedOnly =
        isSelf && pitCase.semantics().path("knowledge").asString("").equals("arrival");
    Instant notAt =
        feature.excludesOwnTime() ? moments.time(row).map(facts::at).orElse(null) : null;
    return hides || arrivedOnly || notAt != null || sight.spineRows()
        ? Optional.of(new RowFilter(row, withOwn, arrivedOnly, notAt))
        : Optional.empty();
  }

  /** What makes the feature: frames alike but for the moment share one. */
  Frame withoutMoment() {
    return new Frame(Instant.EPOCH, window, back, filter);
  }
}
