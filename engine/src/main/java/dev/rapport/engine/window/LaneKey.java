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
 * @param by the component by which one of these values is chosen, which comes before it; -1: none
 * @param per the component for whose values they are folded, which comes before both; -1: none
 */
record LaneKey<R>(
    List<String> owners,
    List<Selection.Test<R>> filters,
    Fold fold,
    int input,
    int by,
    int per,
    boolean foldsRecord) {
  static <R> LaneKey<R> of(FactShape<R> shape, Formula.Windowed<?, R> windowed, Fold fold) {
    return new LaneKey<>(
        windowed.by().stream().map(entity -> entity.name()).toList(),
        windowed.filters(),
        fold,
        windowed.input().map(shape::index).orElse(-1),
        windowed.extremeBy().map(extreme -> shape.index(extreme.by())).orElse(-1),
        windowed.per().map(shape::index).orElse(-1),
        WantedColumns.foldsWholeFacts(windowed));
  }
}
