package dev.rapport.engine.window;

import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Selection;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.fact.FactShape;
import java.util.List;

/**
 * By what lanes are told apart.
 *
 * @param input the component whose values are folded; -1: the fact itself
 * @param paired a component that comes with it, as a key or to choose by; -1: none
 */
record LaneKey<R>(
    List<String> by,
    List<Selection.Test<R>> filters,
    Fold fold,
    int input,
    int paired,
    boolean pairedIsKey,
    boolean foldsRecord) {
  static <R> LaneKey<R> of(FactShape<R> shape, Formula.Windowed<?, R> windowed, Fold fold) {
    return new LaneKey<>(
        windowed.by().stream().map(entity -> entity.name()).toList(),
        windowed.filters(),
        fold,
        windowed.input().map(shape::index).orElse(-1),
        windowed
            .per()
            .map(shape::index)
            .or(() -> windowed.extremeBy().map(extreme -> shape.index(extreme.by())))
            .orElse(-1),
        windowed.per().isPresent(),
        WantedColumns.foldsWholeFacts(windowed));
  }
}
