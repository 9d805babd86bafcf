package dev.rapport.engine.intake;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.fact.FactShape;
import dev.rapport.engine.slice.SlicedFacts;
import dev.rapport.engine.slice.SlicedTable;
import dev.rapport.engine.slice.Slicing;
import dev.rapport.spi.table.TableReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much of its sources a {@link FactBase} reads.
 *
 * @param stamps of the snapshots that are read, by source, where nothing else may be; else empty
 * @param ends of the streams of the log, by their names; a stream without one is read to its end
 * @param slicing what part of sources is read; all where empty
 */
record Extent(Map<String, String> stamps, Map<String, Long> ends, Optional<Slicing> slicing) {
  static final Extent ALL = new Extent(Map.of(), Map.of(), Optional.empty());

  Extent {
    stamps = Map.copyOf(stamps);
    ends = Map.copyOf(ends);
  }

  Extent with(Slicing part) {
    return new Extent(stamps, ends, Optional.of(part));
  }

  /** The same with streams that end earlier. */
  Extent until(Map<String, Long> earlier) {
    Map<String, Long> all = new HashMap<>(ends);
    earlier.forEach((stream, end) -> all.merge(stream, end, Math::min));
    return new Extent(stamps, all, slicing);
  }

  /** Whether what comes in later is left out. */
  boolean isFixed() {
    return !stamps.isEmpty();
  }

  /** Refuses a source that is not as it was. */
  void check(Source<?> source, String stamp) {
    if (isFixed() && !stamp.equals(stamps.get(source.name()))) {
      throw RapportException.user(
          source.toString(),
          "changed since the dataset was asked for",
          "the same facts until it is written; ask for it again");
    }
  }

  long end(String stream) {
    return ends.getOrDefault(stream, Long.MAX_VALUE);
  }

  TableReader tables(FactShape<?> shape, TableReader tables) {
    return part(shape)
        .<TableReader>map(part -> new SlicedTable(tables, shape, part))
        .orElse(tables);
  }

  /** What is taken of a stream; empty where that is all. */
  Optional<SlicedFacts> facts(FactShape<?> shape) {
    return part(shape).map(part -> new SlicedFacts(shape, part));
  }

  private Optional<Slicing> part(FactShape<?> shape) {
    return slicing.filter(part -> part.appliesTo(shape.source()));
  }
}
