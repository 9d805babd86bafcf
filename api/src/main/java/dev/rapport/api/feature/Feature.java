package dev.rapport.api.feature;

import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.entity.Metadata;
import dev.rapport.api.schema.Type;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * A typed, named value about an entity, a pair or everybody at a moment. It is definition and key
 * at once: {@code context.get(FEATURE)}. Immutable; each method returns a changed copy.
 *
 * @param <T> the type of the value
 */
public final class Feature<T> implements Input<T>, Definition {
  private final String name;
  private final Type<T> type;
  private final Formula<T> formula;
  private final Optional<T> defaultValue;
  private final List<Feature<? extends T>> fallbacks;
  private final Metadata metadata;

  private Feature(
      String name,
      Type<T> type,
      Formula<T> formula,
      Optional<T> defaultValue,
      List<Feature<? extends T>> fallbacks,
      Metadata metadata) {
    this.name = Definition.checkName("feature", name);
    this.type =
        Objects.requireNonNull(type, () -> "feature " + name + ": type: null (expected: a type)");
    this.formula = formula;
    this.defaultValue = defaultValue;
    this.fallbacks = List.copyOf(fallbacks);
    this.metadata = metadata;
  }

  static <T> Feature<T> of(String name, Type<T> type, Formula<T> formula) {
    return new Feature<>(name, type, formula, Optional.empty(), List.of(), Metadata.NONE);
  }

  /** Code over one input. */
  public static <A, T> Feature<T> computed(
      String name, Type<T> type, Input<A> a, Code.Of1<? super A, ? extends T> code) {
    return computed(name, type, List.of(in(name, a)), code, in -> code.apply(at(in, 0)));
  }

  /** Code over two inputs. */
  public static <A, B, T> Feature<T> computed(
      String name,
      Type<T> type,
      Input<A> a,
      Input<B> b,
      Code.Of2<? super A, ? super B, ? extends T> code) {
    return computed(
        name,
        type,
        List.of(in(name, a), in(name, b)),
        code,
        in -> code.apply(at(in, 0), at(in, 1)));
  }

  /** Code over three inputs. */
  public static <A, B, C, T> Feature<T> computed(
      String name,
      Type<T> type,
      Input<A> a,
      Input<B> b,
      Input<C> c,
      Code.Of3<? super A, ? super B, ? super C, ? extends T> code) {
    return computed(
        name,
        type,
        List.of(in(name, a), in(name, b), in(name, c)),
        code,
        in -> code.apply(at(in, 0), at(in, 1), at(in, 2)));
  }

  /** Code over four inputs. */
  public static <A, B, C, D, T> Feature<T> computed(
      String name,
      Type<T> type,
      Input<A> a,
      Input<B> b,
      Input<C> c,
      Input<D> d,
      Code.Of4<? super A, ? super B, ? super C, ? super D, ? extends T> code) {
    return computed(
        name,
        type,
        List.of(in(name, a), in(name, b), in(name, c), in(name, d)),
        code,
        in -> code.apply(at(in, 0), at(in, 1), at(in, 2), at(in, 3)));
  }

  /** Code over five inputs. */
  public static <A, B, C, D, E, T> Feature<T> computed(
      String name,
      Type<T> type,
      Input<A> a,
      Input<B> b,
      Input<C> c,
      Input<D> d,
      Input<E> e,
      Code.Of5<? super A, ? super B, ? super C, ? super D, ? super E, ? extends T> code) {
    return computed(
        name,
        type,
        List.of(in(name, a), in(name, b), in(name, c), in(name, d), in(name, e)),
        code,
        in -> code.apply(at(in, 0), at(in, 1), at(in, 2), at(in, 3), at(in, 4)));
  }

  /** Code over six inputs. */
  public static <A, B, C, D, E, F, T> Feature<T> computed(
      String name,
      Type<T> type,
      Input<A> a,
      Input<B> b,
      Input<C> c,
      Input<D> d,
      Input<E> e,
      Input<F> f,
      Code.Of6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? extends T>
          code) {
    return computed(
        name,
        type,
        List.of(in(name, a), in(name, b), in(name, c), in(name, d), in(name, e), in(name, f)),
        code,
        in -> code.apply(at(in, 0), at(in, 1), at(in, 2), at(in, 3), at(in, 4), at(in, 5)));
  }

  /** Code over any number of inputs, which it takes as a list in their order. */
  public static <T> Feature<T> computed(
      String name, Type<T> type, List<? extends Input<?>> inputs, Code.Any<T> code) {
    Objects.requireNonNull(code, () -> "feature " + name + ": code: null (expected: a function)");
    Objects.requireNonNull(
        inputs, () -> "feature " + name + ": inputs: null (expected: features or requests)");
    inputs.forEach(input -> in(name, input));
    return of(name, type, new Formula.Computed<>(List.copyOf(inputs), code));
  }

  private static <T> Feature<T> computed(
      String name, Type<T> type, List<Input<?>> inputs, Serializable written, Code.Any<T> spread) {
    Objects.requireNonNull(
        written, () -> "feature " + name + ": code: null (expected: a function)");
    return computed(name, type, inputs, new Code.Spread<>(written, spread));
  }

  private static <A> Input<A> in(String feature, Input<A> input) {
    return Objects.requireNonNull(
        input,
        () ->
            "feature "
                + feature
                + ": input: null (expected: a feature or request; is it a constant used before it is initialised?)");
  }

  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // the typed factories pair inputs and code
  private static <A> A at(List<?> inputs, int index) {
    return (A) inputs.get(index);
  }

  /** The value where there is none: for the cold start. */
  public Feature<T> withDefault(T value) {
    Objects.requireNonNull(value, () -> "feature " + name + ": default: null (expected: a value)");
    return new Feature<>(name, type, formula, Optional.of(value), fallbacks, metadata);
  }

  /** The feature to take where this one is absent: one of a segment, or of everybody. */
  public Feature<T> orElse(Feature<? extends T> fallback) {
    Objects.requireNonNull(
        fallback, () -> "feature " + name + ": orElse: null (expected: a feature)");
    java.util.ArrayList<Feature<? extends T>> more = new java.util.ArrayList<>(fallbacks);
    more.add(fallback);
    return new Feature<>(name, type, formula, defaultValue, more, metadata);
  }

  /** This feature of the entity whose key another feature holds; named {@code this_of_that}. */
  public <K> Feature<T> of(Feature<K> key) {
    Objects.requireNonNull(key, () -> "feature " + name + ": of: null (expected: a feature)");
    List<Entity<?>> candidates =
        entities().stream().filter(entity -> entity.keyType().equals(key.type())).toList();
    if (candidates.size() != 1) {
      throw new IllegalArgumentException(
          "feature "
              + name
              + ": of: "
              + key.name
              + ", a "
              + key.type
              + " (expected: the key of one of its entities "
              + entities().stream().map(e -> e.name() + " (" + e.keyType() + ")").toList()
              + "; name it with of(ENTITY, feature) where several fit)");
    }
    @SuppressWarnings("unchecked") // the key types are equal
    Entity<K> entity = (Entity<K>) candidates.getFirst();
    return of(entity, key);
  }

  /** This feature, where the key of {@code entity} is what another feature holds. */
  public <K> Feature<T> of(Entity<K> entity, Feature<K> key) {
    Objects.requireNonNull(key, () -> "feature " + name + ": of: null (expected: a feature)");
    Objects.requireNonNull(entity, () -> "feature " + name + ": of: null (expected: an entity)");
    return of(name + "_of_" + key.name, type, new Formula.Through<>(this, entity, key));
  }

  /** What past questions read where no answer of the service was recorded. */
  public Feature<T> backfillFrom(Feature<T> history) {
    Objects.requireNonNull(
        history, () -> "feature " + name + ": backfillFrom: null (expected: a feature)");
    if (!(formula instanceof Formula.Asked<T, ?> asked)) {
      throw new IllegalArgumentException(
          "feature " + name + ": backfillFrom (expected: a feature of a service)");
    }
    return new Feature<>(
        name, type, withHistory(asked, history), defaultValue, fallbacks, metadata);
  }

  private static <T, I> Formula<T> withHistory(Formula.Asked<T, I> asked, Feature<T> history) {
    return new Formula.Asked<>(asked.service(), asked.request(), Optional.of(history));
  }

  /** The same under another name. */
  public Feature<T> named(String name) {
    return new Feature<>(name, type, formula, defaultValue, fallbacks, metadata);
  }

  public Feature<T> describedAs(String description) {
    return withMetadata(metadata.withDescription(description));
  }

  public Feature<T> ownedBy(String owner) {
    return withMetadata(metadata.withOwner(owner));
  }

  public Feature<T> tagged(String... tags) {
    return withMetadata(metadata.withTags(tags));
  }

  /** This feature as a term of a ranking: weight x value. The catalog check wants a number. */
  public Weight weight(double weight) {
    return new Weight(this, weight);
  }

  /**
   * A term of a ranking.
   *
   * @param weight how much one unit of the value counts; negative: less is better
   */
  public record Weight(Feature<?> feature, double weight) {
    public Weight {
      if (!Double.isFinite(weight)) {
        throw new IllegalArgumentException(
            "feature " + feature.name() + ": weight: " + weight + " (expected: a finite number)");
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  public Type<T> type() {
    return type;
  }

  public Formula<T> formula() {
    return formula;
  }

  public Optional<T> defaultValue() {
    return defaultValue;
  }

  /** What is tried, in order, where this is absent; before the default. */
  public List<Feature<? extends T>> fallbacks() {
    return fallbacks;
  }

  @Override
  public Metadata metadata() {
    return metadata;
  }

  /** Everything the formula reads, the fallbacks not included. */
  public List<Input<?>> inputs() {
    return switch (formula) {
      case Formula.Windowed<T, ?> w -> zone(w).<List<Input<?>>>map(List::of).orElse(List.of());
      case Formula.Computed<T> c -> c.inputs();
      case Formula.Through<T, ?> t -> List.of(t.target(), t.key());
      case Formula.Asked<T, ?> a ->
          a.history()
              .<List<Input<?>>>map(h -> List.of(a.request(), h))
              .orElse(List.of(a.request()));
    };
  }

  /** The entities whose keys a question must name, in the order in which the formula meets them. */
  public SequencedSet<Entity<?>> entities() {
    SequencedSet<Entity<?>> found = new LinkedHashSet<>();
    switch (formula) {
      case Formula.Windowed<T, ?> w -> {
        found.addAll(w.by());
        zone(w).ifPresent(zone -> found.addAll(zone.entities()));
      }
      case Formula.Through<T, ?> t -> {
        found.addAll(t.target().entities());
        found.removeIf(entity -> entity.name().equals(t.entity().name()));
        found.addAll(t.key().entities());
      }
      case Formula.Computed<T> c -> c.inputs().forEach(input -> addEntities(found, input));
      case Formula.Asked<T, ?> a -> inputs().forEach(input -> addEntities(found, input));
    }
    fallbacks.forEach(fallback -> found.addAll(fallback.entities()));
    return Collections.unmodifiableSequencedSet(found);
  }

  private static Optional<Feature<String>> zone(Formula.Windowed<?, ?> windowed) {
    return windowed
        .zone()
        .flatMap(zone ->
            switch (zone) {
              case Formula.Zone.Fixed _ -> Optional.empty();
              case Formula.Zone.Of(Feature<String> name) -> Optional.of(name);
            });
  }

  private static void addEntities(SequencedSet<Entity<?>> found, Input<?> input) {
    switch (input) {
      case Feature<?> feature -> found.addAll(feature.entities());
      case Input.Optionally<?> optionally -> addEntities(found, optionally.input());
      case Request<?> _, Input.Moment _, Input.Words _ -> {}
    }
  }

  private Feature<T> withMetadata(Metadata metadata) {
    return new Feature<>(name, type, formula, defaultValue, fallbacks, metadata);
  }

  @Override
  public String toString() {
    return "feature " + name;
  }
}
