package dev.rapport.api.feature;

import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.entity.Metadata;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.DurationText;
import dev.rapport.api.schema.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Where facts come from: a table, read by SQL over files, or a stream of pushed events. A record is
 * its schema: each component is a column, found by its name (case and underscores do not count).
 * Immutable; each method returns a changed copy.
 *
 * <p>Facts are in total order: event time, the declared sequence, known time, id.
 *
 * @param <R> the record of one fact
 */
public final class Source<R> implements Definition {
  private final String name;
  private final Schema<R> schema;
  private final Origin origin;
  private final Metadata metadata;
  private final Time time;
  private final Known known;
  private final List<About<R, ?>> about;
  private final Identity<R> identity;
  private final Limits limits;

  private Source(
      String name,
      Schema<R> schema,
      Origin origin,
      Metadata metadata,
      Time time,
      Known known,
      List<About<R, ?>> about,
      Identity<R> identity,
      Limits limits) {
    this.name = Definition.checkName("source", name);
    this.schema = schema;
    this.origin = origin;
    this.metadata = metadata;
    this.time = time;
    this.known = known;
    this.about = List.copyOf(about);
    this.identity = identity;
    this.limits = limits;
  }

  /** Where the rows are. */
  public sealed interface Origin {
    /** A table: one SQL query over files; relative paths start at the data root. */
    record Table(String sql) implements Origin {}

    /** A stream: pushed events and, where declared, a query for those of before. */
    record Stream(Optional<String> history) implements Origin {}
  }

  /** When a fact was true. */
  public sealed interface Time {
    /** Nothing was said: the catalog check reports it. */
    record Undeclared() implements Time {}

    /** A component says when. */
    record At(Accessor<?, Instant> accessor) implements Time {}

    /** Ever: facts without a time, such as a list of places. */
    record Timeless() implements Time {}
  }

  /** When a fact was learned. */
  public sealed interface Known {
    /** A table: when it was true. A stream: when it was ingested. */
    record ByOrigin() implements Known {}

    /** A component says when; null: never. */
    record At(Accessor<?, Instant> accessor) implements Known {}

    /** Some time after it was true, such as a nightly load. */
    record After(Duration delay) implements Known {}
  }

  /**
   * An entity that facts are about, and the component that holds its key; a null key matches
   * nothing.
   */
  public record About<R, K>(Entity<K> entity, Accessor<R, K> key) {}

  /**
   * Which facts are the same, and in what order.
   *
   * @param id the same id is the same fact, a newer version a correction; empty: every row its own
   * @param sequence orders facts of one event time, before the known time does
   * @param deletedWhen a version for which this holds deletes the fact
   */
  public record Identity<R>(
      Optional<Accessor<R, ?>> id,
      Optional<Accessor<R, ?>> sequence,
      Optional<Accessor<R, Boolean>> deletedWhen) {}

  /** What is not taken, and what is not seen any more. */
  private record Limits(
      Optional<Duration> dropLaterThan, Optional<Duration> retain, OptionalInt retainNewest) {
    static final Limits NONE = new Limits(Optional.empty(), Optional.empty(), OptionalInt.empty());
  }

  private static final int MOST_RETAINED = 1_000_000;

  /**
   * A table, read by SQL over Parquet, CSV or JSON files.
   *
   * @throws IllegalArgumentException if the record cannot be a schema
   */
  public static <R extends Record> Source<R> table(Class<R> record, String sql) {
    Schema<R> schema = Schema.of(record);
    Objects.requireNonNull(sql, "table sql: null (expected: a query)");
    return of(schema, new Origin.Table(sql), defaultName(record));
  }

  /** A stream of pushed events. */
  public static <R extends Record> Source<R> stream(Class<R> record, String name) {
    return of(Schema.of(record), new Origin.Stream(Optional.empty()), name);
  }

  private static <R extends Record> Source<R> of(Schema<R> schema, Origin origin, String name) {
    return new Source<>(
        name,
        schema,
        origin,
        Metadata.NONE,
        new Time.Undeclared(),
        new Known.ByOrigin(),
        List.of(),
        new Identity<>(Optional.empty(), Optional.empty(), Optional.empty()),
        Limits.NONE);
  }

  private static String defaultName(Class<?> record) {
    return record
        .getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .toLowerCase(java.util.Locale.ROOT);
  }

  /** Another name; a table's default is its record's, in snake case. */
  public Source<R> named(String name) {
    return new Source<>(name, schema, origin, metadata, time, known, about, identity, limits);
  }

  /** The component that holds the event time. */
  public Source<R> at(Accessor<R, Instant> eventTime) {
    return withTime(new Time.At(accessor("at", eventTime)));
  }

  /** Facts that were true ever: every question sees them. */
  public Source<R> timeless() {
    return withTime(new Time.Timeless());
  }

  /** The component that holds the known time; null there means not known yet. */
  public Source<R> knownAt(Accessor<R, Instant> knownTime) {
    return withKnown(new Known.At(accessor("knownAt", knownTime)));
  }

  /** Facts are known some time after they were true, such as six hours for a nightly load. */
  public Source<R> knownAfter(Duration delay) {
    requireNonNull("knownAfter", delay, "a duration");
    if (delay.isNegative()) {
      throw new IllegalArgumentException(
          "source "
              + name
              + ": knownAfter "
              + DurationText.of(delay)
              + " (expected: zero or more)");
    }
    return withKnown(new Known.After(delay));
  }

  /** An entity these facts are about, and the component with its key. May be said for several. */
  public <K> Source<R> about(Entity<K> entity, Accessor<R, K> key) {
    Objects.requireNonNull(
        entity,
        () ->
            "source "
                + name
                + ": about: null (expected: an entity; is it a constant used before it is initialised?)");
    return new Source<>(
        name,
        schema,
        origin,
        metadata,
        time,
        known,
        Stream.concat(about.stream(), Stream.of(new About<>(entity, accessor("about", key))))
            .toList(),
        identity,
        limits);
  }

  /**
   * The component that identifies a fact: the same id again is a correction. A version equal to any
   * that came before is a redelivery and changes nothing, so a correction back to an earlier state
   * needs a component that tells the versions apart, such as a revision or a time of change.
   */
  public Source<R> id(Accessor<R, ?> id) {
    return withIdentity(
        new Identity<>(
            Optional.of(accessor("id", id)), identity.sequence(), identity.deletedWhen()));
  }

  /** A component that orders facts of the same event time: the larger comes later; null first. */
  public <C extends Comparable<? super C>> Source<R> orderedBy(Accessor<R, C> sequence) {
    return withIdentity(
        new Identity<>(
            identity.id(), Optional.of(accessor("orderedBy", sequence)), identity.deletedWhen()));
  }

  /** The component that, where true, makes a version delete the fact of its id. */
  public Source<R> deletedWhen(Accessor<R, Boolean> deleted) {
    return withIdentity(
        new Identity<>(
            identity.id(), identity.sequence(), Optional.of(accessor("deletedWhen", deleted))));
  }

  /** Drops, and counts, facts learned more than this after they were true. */
  public Source<R> dropLaterThan(Duration lateness) {
    requireNonNull("dropLaterThan", lateness, "a duration");
    if (lateness.isNegative()) {
      throw new IllegalArgumentException(
          "source "
              + name
              + ": dropLaterThan "
              + DurationText.of(lateness)
              + " (expected: zero or more)");
    }
    return withLimits(new Limits(Optional.of(lateness), limits.retain(), limits.retainNewest()));
  }

  /**
   * How long facts are seen: a question at {@code t} sees those of {@code [t - length, t)} only,
   * whatever its window, and what is learned later than {@code length} after it was true is dropped
   * and counted, as by {@link #dropLaterThan}: pushed facts of those do not reach the log either.
   * Memory for serving is bounded by it where facts leave memory, which is asked for when Rapport
   * is opened; the log and the files keep all others.
   */
  public Source<R> retain(Duration length) {
    requireNonNull("retain", length, "a duration such as ofDays(90)");
    if (length.isNegative() || length.isZero() || length.toNanosPart() % 1_000 != 0) {
      throw new IllegalArgumentException(
          "source "
              + name
              + ": retain "
              + DurationText.of(length)
              + " (expected: more than zero, in whole microseconds)");
    }
    return withLimits(
        new Limits(limits.dropLaterThan(), Optional.of(length), limits.retainNewest()));
  }

  /**
   * How many facts of each key are seen: of those that a question would see without this, only the
   * {@code n} newest in the total order of facts, whatever its window and before the filters of a
   * feature. The key is the one by which the feature reads: of a feature of two entities each pair,
   * of a global one everybody together. Memory for serving is bounded by it where facts leave
   * memory, which is asked for when Rapport is opened; the log and the files keep everything. With
   * {@link #retain} both hold. Not for facts with an {@link #id}: a correction or deletion would
   * bring an older one back.
   *
   * @throws IllegalArgumentException if n is not in 1..1,000,000
   */
  public Source<R> retainNewest(int n) {
    if (n < 1 || n > MOST_RETAINED) {
      throw new IllegalArgumentException(
          "source " + name + ": retainNewest " + n + " (expected: 1 to 1000000 facts of each key)");
    }
    return withLimits(new Limits(limits.dropLaterThan(), limits.retain(), OptionalInt.of(n)));
  }

  /** A stream's past: a query whose rows are loaded once, before the pushed events. */
  public Source<R> history(String sql) {
    requireNonNull("history", sql, "a query");
    if (!(origin instanceof Origin.Stream)) {
      throw new IllegalArgumentException(
          "source "
              + name
              + ": history on a table (expected: a stream; a table is its own history)");
    }
    return new Source<>(
        name,
        schema,
        new Origin.Stream(Optional.of(sql)),
        metadata,
        time,
        known,
        about,
        identity,
        limits);
  }

  public Source<R> describedAs(String description) {
    return withMetadata(metadata.withDescription(description));
  }

  public Source<R> ownedBy(String owner) {
    return withMetadata(metadata.withOwner(owner));
  }

  public Source<R> tagged(String... tags) {
    return withMetadata(metadata.withTags(tags));
  }

  /** Starts a feature over these facts. */
  public Selection<R> feature(String name) {
    return Selection.of(this, name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Metadata metadata() {
    return metadata;
  }

  public Schema<R> schema() {
    return schema;
  }

  public Origin origin() {
    return origin;
  }

  public boolean isStream() {
    return origin instanceof Origin.Stream;
  }

  public Time time() {
    return time;
  }

  public Known known() {
    return known;
  }

  public List<About<R, ?>> about() {
    return about;
  }

  /** What these facts say of an entity, by its name. */
  public Optional<About<R, ?>> about(Entity<?> entity) {
    return about.stream().filter(a -> a.entity().name().equals(entity.name())).findFirst();
  }

  public Identity<R> identity() {
    return identity;
  }

  public Optional<Duration> dropLaterThan() {
    return limits.dropLaterThan();
  }

  /** How long facts are seen; empty: for ever. */
  public Optional<Duration> retain() {
    return limits.retain();
  }

  /** How many facts of each key are seen; empty: all. */
  public OptionalInt retainNewest() {
    return limits.retainNewest();
  }

  @Override
  public String toString() {
    return "source " + name;
  }

  private void requireNonNull(String verb, Object value, String expected) {
    Objects.requireNonNull(
        value, () -> "source " + name + ": " + verb + ": null (expected: " + expected + ")");
  }

  private <A extends Accessor<?, ?>> A accessor(String verb, A accessor) {
    return checkAccessor("source " + name + ": " + verb, schema, accessor);
  }

  static <A extends Accessor<?, ?>> A checkAccessor(String where, Schema<?> schema, A accessor) {
    Objects.requireNonNull(accessor, () -> where + ": null (expected: a record component)");
    try {
      if (accessor.component().recordClass() != schema.recordClass()) {
        throw new IllegalArgumentException(
            "accessor: a component of "
                + accessor.component().recordClass().getSimpleName()
                + " (expected: one of "
                + schema.recordClass().getSimpleName()
                + ")");
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
    return accessor;
  }

  private Source<R> withTime(Time time) {
    return new Source<>(name, schema, origin, metadata, time, known, about, identity, limits);
  }

  private Source<R> withKnown(Known known) {
    return new Source<>(name, schema, origin, metadata, time, known, about, identity, limits);
  }

  private Source<R> withIdentity(Identity<R> identity) {
    return new Source<>(name, schema, origin, metadata, time, known, about, identity, limits);
  }

  private Source<R> withLimits(Limits limits) {
    return new Source<>(name, schema, origin, metadata, time, known, about, identity, limits);
  }

  private Source<R> withMetadata(Metadata metadata) {
    return new Source<>(name, schema, origin, metadata, time, known, about, identity, limits);
  }
}
