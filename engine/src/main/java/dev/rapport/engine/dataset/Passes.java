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
import dev.rapport.engine.slice.Slice;
import dev.rapport.engine.slice.Slicing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The facts of a dataset that do not fit in memory together, in several passes: each holds the
 * facts about a slice of one entity's keys, beside the sources that are read whole, and answers the
 * questions about these keys. A pass that turns out to need more memory than there is becomes two.
 * All passes read the same snapshot of every source: a table that changes is refused, and what is
 * pushed after this was planned is seen by none. Not thread-safe.
 */
public final class Passes {
  /** How much of what is left is planned for, as keys are never quite even. */
  private static final double PLANNED = 0.85;

  private final FactBase facts;
  private final Answering answering;
  private final Set<Feature<?>> features;
  private final Optional<Entity<?>> entity;
  private final Set<String> sliced;
  private final long bytes;
  private final long rows;
  private final int planned;
  private final Consumer<Map<String, Intake>> read;

  private Passes(
      FactBase facts,
      Answering answering,
      Set<Feature<?>> features,
      Optional<Entity<?>> entity,
      Set<String> sliced,
      long bytes,
      long rows,
      int planned,
      Consumer<Map<String, Intake>> read) {
    this.facts = facts;
    this.answering = answering;
    this.features = features;
    this.entity = entity;
    this.sliced = sliced;
    this.bytes = bytes;
    this.rows = rows;
    this.planned = planned;
    this.read = read;
  }

  /** One pass. */
  interface Work {
    /** Answers the questions about the keys of a slice. */
    void pass(Slice slice, Answering answering);
  }

  /**
   * Plans passes, and loads what all of them share.
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
    Map<String, FactBase.Size> toLoad = facts.toLoad(features, progress);
    Optional<Entity<?>> best = Optional.empty();
    Set<String> sliced = Set.of();
    long most = 0;
    for (Feature<?> feature : asked) {
      for (Entity<?> entity : feature.entities()) {
        Set<String> by = new HashSet<>(Sliceable.by(entity, asked));
        by.retainAll(toLoad.keySet());
        long sum = by.stream().mapToLong(name -> size(toLoad, name).bytes()).sum();
        if (sum > most) {
          most = sum;
          best = Optional.of(entity);
          sliced = by;
        }
      }
    }
    Set<String> parts = sliced;
    Allowance allowance = Allowance.of(bytes);
    try {
      facts.prepare(
          features.stream().filter(feature -> !reads(feature, parts)).toList(),
          List.of(),
          allowance,
          progress);
    } catch (Allowance.Exceeded e) {
      FactBase.Size whole = size(toLoad, e.source().name());
      throw tooLarge(e.source(), Math.max(e.needed(whole.rows()), whole.bytes()), bytes);
    }
    double needed = most / (PLANNED * Math.max(1, allowance.left()));
    return new Passes(
        facts,
        answering,
        features,
        best,
        sliced,
        bytes,
        sliced.stream().mapToLong(name -> size(toLoad, name).rows()).sum(),
        (int) Math.clamp(Math.ceil(needed), 1, Slice.BUCKETS),
        read);
  }

  private static FactBase.Size size(Map<String, FactBase.Size> sizes, String source) {
    return sizes.getOrDefault(source, new FactBase.Size(0, 0));
  }

  private static RapportException tooLarge(Source<?> source, long needed, long bytes) {
    return RapportException.user(
        source
            + ": facts, which are read whole as not all features read them by the key of the"
            + " question that most facts are about",
        "about " + size(needed),
        "at most "
            + size(bytes)
            + " with all others that are read whole, three quarters of the memory that the dataset may"
            + " take; give more memory, or ask for the features that"
            + " read "
            + source.name()
            + " in a dataset of their own");
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

  /** By whose keys facts and questions are in slices; empty where all facts fit after all. */
  Optional<Entity<?>> entity() {
    return entity;
  }

  /** How many facts are read in slices. */
  long rows() {
    return rows;
  }

  /** Does all passes, one after the other. */
  void each(Meter meter, Heap heap, Work work) {
    Map<String, Intake> intake = new HashMap<>();
    Deque<Slice> left = new ArrayDeque<>(Slice.equal(planned));
    int done = 0;
    while (!left.isEmpty()) {
      Slice slice = left.remove();
      meter.stage("pass " + (done + 1) + " of " + (done + 1 + left.size()));
      if (isDone(slice, meter, heap, intake, work)) {
        done++;
      } else if (done == 0) {
        // Facts take more than was thought, those about the other keys no less.
        List<Slice> wide = new ArrayList<>(left);
        wide.addFirst(slice);
        left.clear();
        wide.forEach(each -> left.addAll(each.isOneBucket() ? List.of(each) : each.halves()));
      } else {
        slice.halves().reversed().forEach(left::addFirst);
      }
    }
    read.accept(Map.copyOf(intake));
  }

  /**
   * Does one pass, whose facts nobody holds afterwards; false where they are too many and the slice
   * can be halved.
   */
  private boolean isDone(
      Slice slice, Meter meter, Heap heap, Map<String, Intake> intake, Work work) {
    heap.tidy(); // what is left of the pass before
    Optional<FactBase> part = load(slice, meter, heap, intake);
    part.ifPresent(those -> work.pass(slice, answering.over(those)));
    return part.isPresent();
  }

  /** The facts of a slice; empty where they are too many and the slice can be halved. */
  private Optional<FactBase> load(Slice slice, Meter meter, Heap heap, Map<String, Intake> intake) {
    FactBase part = entity.map(by -> facts.sliced(new Slicing(by, slice, sliced))).orElse(facts);
    try {
      part.prepare(features, List.of(), Allowance.of(bytes), heap.tidying(meter.reading()));
      heap.tidy(); // what bringing facts side by side left
    } catch (Allowance.Exceeded e) {
      if (slice.isOneBucket()) {
        throw RapportException.user(
            e.source() + ": the facts of a few keys of " + entity.map(Entity::name).orElse(""),
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
        .filter(source -> sliced.contains(source.name()))
        .forEach(source ->
            intake.merge(source.name(), part.intake(source).withoutPlaces(), Intake::plus));
    meter.wasRead();
    return Optional.of(part);
  }
}
