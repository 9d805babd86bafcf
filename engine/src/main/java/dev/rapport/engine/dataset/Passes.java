package dev.rapport.engine.dataset;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.Progress;
import dev.rapport.engine.answer.Answering;
import dev.rapport.engine.answer.FeatureGraph;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.load.Allowance;
import dev.rapport.engine.slice.Round;
import dev.rapport.engine.slice.Slice;
import dev.rapport.engine.slice.Slicing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The facts of a dataset that do not fit in memory together, in several passes: each holds the
 * facts about a slice of one entity's keys, beside the sources that are read whole, and answers the
 * questions about these keys. Where too much would have to be read whole, features are answered in
 * several rounds, each in passes by the keys of another entity. A pass that turns out to need more
 * memory than there is becomes two. All passes read the same snapshot of every source: a table that
 * changes is refused, and what is pushed after this was planned is seen by none. Not thread-safe.
 */
public final class Passes {
  /** How much of what is left is planned for, as keys are never quite even. */
  private static final double PLANNED = 0.85;

  private final FactBase facts;
  private final Answering answering;
  private final Map<String, FactBase.Size> sizes;
  private final List<Round> rounds;
  private final long bytes;
  private final Consumer<Map<String, Intake>> read;

  private Passes(
      FactBase facts,
      Answering answering,
      Map<String, FactBase.Size> sizes,
      List<Round> rounds,
      long bytes,
      Consumer<Map<String, Intake>> read) {
    this.facts = facts;
    this.answering = answering;
    this.sizes = sizes;
    this.rounds = rounds;
    this.bytes = bytes;
    this.read = read;
  }

  /** One pass. */
  interface Work {
    /** Answers the features of a round for the questions about the keys of a slice. */
    void pass(Round round, Slice slice, Answering answering);
  }

  /**
   * Plans passes, and loads what all of them share where there is one round.
   *
   * @param bytes how much memory facts may take
   * @param read is told, after all passes, what became of the rows of the sources that were read in
   *     slices, by their names
   * @throws RapportException of kind {@code USER} where a source that has to be read whole takes
   *     more than that
   */
  public static Passes plan(
      FactBase base,
      Answering answering,
      Collection<? extends Feature<?>> asked,
      long bytes,
      Consumer<Map<String, Intake>> read,
      Progress progress) {
    Set<Feature<?>> features = FeatureGraph.closure(asked);
    FactBase facts = base.fixed(sources(features));
    Map<String, FactBase.Size> sizes = new HashMap<>(facts.toLoad(features, progress));
    while (true) {
      Map<String, Long> sizesInBytes = new HashMap<>();
      sizes.forEach((source, size) -> sizesInBytes.put(source, size.bytes()));
      List<Round> rounds = Round.plan(asked, sizesInBytes, bytes / 2);
      Passes passes = new Passes(facts, answering, sizes, rounds, bytes, read);
      if (rounds.size() > 1) {
        rounds.forEach(passes::checkWhole);
        return passes;
      }
      try {
        passes.prepareWhole(facts, rounds.getFirst(), progress);
        return passes;
      } catch (Allowance.Exceeded e) {
        FactBase.Size thought = size(sizes, e.source().name());
        long needed = e.needed(thought.rows());
        if (needed <= thought.bytes()) {
          throw tooLarge(e.source().name(), thought.bytes(), bytes);
        }
        // It is larger than was thought: with that, there may be several rounds.
        sizes.put(e.source().name(), new FactBase.Size(thought.rows(), needed));
      }
    }
  }

  /** Refuses a round that reads more whole than there is memory for. */
  private void checkWhole(Round round) {
    if (bytes(round.whole()) > bytes) {
      String largest =
          Collections.max(
              round.whole(), Comparator.comparingLong(source -> size(sizes, source).bytes()));
      throw tooLarge(largest, size(sizes, largest).bytes(), bytes);
    }
  }

  /** Loads the sources that a round reads whole; returns how much memory is left. */
  private long prepareWhole(FactBase whole, Round round, Progress progress) {
    Allowance allowance = Allowance.of(bytes);
    whole.prepare(
        FeatureGraph.closure(round.features()).stream()
            .filter(feature -> !reads(feature, round.sliced()))
            .toList(),
        List.of(),
        allowance,
        progress);
    return allowance.left();
  }

  /** About how many bytes sources take. */
  private long bytes(Set<String> sources) {
    return sources.stream().mapToLong(source -> size(sizes, source).bytes()).sum();
  }

  private static FactBase.Size size(Map<String, FactBase.Size> sizes, String source) {
    return sizes.getOrDefault(source, new FactBase.Size(0, 0));
  }

  private static RapportException tooLarge(String source, long needed, long bytes) {
    return RapportException.user(
        "source "
            + source
            + ": facts, which are read whole, as a feature reads them otherwise than by a key of the"
            + " question",
        "about " + size(needed),
        "at most "
            + size(bytes)
            + " with all others that are read whole beside them, three quarters of the memory that"
            + " the dataset may take; give more memory, or leave out the features that read "
            + source);
  }

  private static String size(long bytes) {
    return bytes < 10 << 20
        ? Math.ceilDiv(bytes, 1L << 10) + " KB"
        : Math.ceilDiv(bytes, 1L << 20) + " MB";
  }

  private static Set<Source<?>> sources(Collection<Feature<?>> features) {
    Set<Source<?>> sources = new LinkedHashSet<>();
    for (Feature<?> feature : features) {
      if (feature.formula() instanceof Formula.Windowed<?, ?> windowed) {
        sources.add(windowed.source());
      }
    }
    return sources;
  }

  private static boolean reads(Feature<?> feature, Set<String> sources) {
    return feature.formula() instanceof Formula.Windowed<?, ?> windowed
        && sources.contains(windowed.source().name());
  }

  /** The rounds, one after the other. */
  List<Round> rounds() {
    return rounds;
  }

  /** How many facts are read in slices. */
  long rows() {
    return rounds.stream().mapToLong(this::rows).sum();
  }

  private long rows(Round round) {
    return round.sliced().stream().mapToLong(source -> size(sizes, source).rows()).sum();
  }

  /** Does all passes of all rounds, one after the other. */
  void each(Meter meter, Heap heap, Work work) {
    Map<String, Intake> intake = new HashMap<>();
    for (int i = 0; i < rounds.size(); i++) {
      String stage = rounds.size() == 1 ? "" : "round " + (i + 1) + " of " + rounds.size() + ", ";
      heap.tidy(); // what is left of the round before
      intake.putAll(new Running(rounds.get(i), stage, meter, heap, work).all());
    }
    read.accept(Map.copyOf(intake));
  }

  /** A round whose passes are made. */
  private final class Running {
    private final Round round;
    private final String stage;
    private final Meter meter;
    private final Heap heap;
    private final Work work;
    private final FactBase whole = rounds.size() == 1 ? facts : facts.apart();
    private final Map<String, Intake> intake = new HashMap<>();

    Running(Round round, String stage, Meter meter, Heap heap, Work work) {
      this.round = round;
      this.stage = stage;
      this.meter = meter;
      this.heap = heap;
      this.work = work;
    }

    /** Does all passes; returns what became of the rows of sources read in slices, by name. */
    Map<String, Intake> all() {
      Deque<Slice> slices = new ArrayDeque<>(Slice.equal(planned()));
      int done = 0;
      while (!slices.isEmpty()) {
        Slice slice = slices.remove();
        meter.stage(stage + "pass " + (done + 1) + " of " + (done + 1 + slices.size()));
        if (isDone(slice)) {
          done++;
        } else if (done == 0) {
          // Facts take more than was thought, those about the other keys no less.
          List<Slice> wide = new ArrayList<>(slices);
          wide.addFirst(slice);
          slices.clear();
          wide.forEach(one -> slices.addAll(one.isOneBucket() ? List.of(one) : one.halves()));
        } else {
          slice.halves().reversed().forEach(slices::addFirst);
        }
      }
      return intake;
    }

    /** Loads what all passes read; returns how many passes there are to be. */
    private int planned() {
      meter.stage(stage + "reading");
      long left;
      try {
        left = prepareWhole(whole, round, heap.tidying(meter.reading()));
      } catch (Allowance.Exceeded e) {
        String source = e.source().name();
        throw tooLarge(source, e.needed(size(sizes, source).rows()), bytes);
      }
      double needed = bytes(round.sliced()) / (PLANNED * Math.max(1, left));
      return (int) Math.clamp(Math.ceil(needed), 1, Slice.BUCKETS);
    }

    /**
     * Does one pass, whose facts nobody holds afterwards; false where they are too many and the
     * slice can be halved.
     */
    private boolean isDone(Slice slice) {
      heap.tidy(); // what is left of the pass before
      Optional<FactBase> part = load(slice);
      part.ifPresent(those -> work.pass(round, slice, answering.over(those)));
      return part.isPresent();
    }

    /** The facts of a slice; empty where they are too many and the slice can be halved. */
    private Optional<FactBase> load(Slice slice) {
      FactBase part =
          round
              .entity()
              .map(by -> whole.sliced(new Slicing(by, slice, round.sliced())))
              .orElse(whole);
      Set<Feature<?>> features = FeatureGraph.closure(round.features());
      try {
        part.prepare(features, List.of(), Allowance.of(bytes), heap.tidying(meter.reading()));
        heap.tidy(); // what bringing facts side by side left
      } catch (Allowance.Exceeded e) {
        if (slice.isOneBucket()) {
          throw RapportException.user(
              e.source()
                  + ": the facts of a few keys of "
                  + round.entity().map(Entity::name).orElse(""),
              "about " + size(e.needed()),
              "at most "
                  + size(bytes)
                  + "; give more memory, or leave out by the SQL of the source the one key that has"
                  + " so many");
        }
        return Optional.empty();
      }
      Set<Source<?>> sources = sources(features);
      part.checkUnchanged(sources); // while they were read
      sources.stream()
          .filter(source -> round.sliced().contains(source.name()))
          .forEach(source ->
              intake.merge(source.name(), part.intake(source).withoutPlaces(), Intake::plus));
      meter.wasRead();
      return Optional.of(part);
    }
  }
}
