package dev.rapport.engine.catalog;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.Column;
import dev.rapport.api.schema.DurationText;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with sources, in themselves and against the tables they read. */
final class SourceCheck {
  private final TableReader reader;
  private final Collection<String> problems;
  private @Nullable RapportException failure;

  SourceCheck(TableReader reader, Collection<String> problems) {
    this.reader = reader;
    this.problems = problems;
  }

  /** The first failure of something outside, which kept a table from being described. */
  Optional<RapportException> failure() {
    return Optional.ofNullable(failure);
  }

  void check(Source<?> source) {
    checkComponents(source);
    checkTimes(source);
    checkAbout(source);
    checkIdentity(source);
    switch (source.origin()) {
      case Source.Origin.Table(String sql) -> checkColumns(source, "", sql);
      case Source.Origin.Stream(var history) ->
          history.ifPresent(sql -> checkColumns(source, "history: ", sql));
    }
  }

  private void checkComponents(Source<?> source) {
    for (Column column : source.schema().columns()) {
      for (Column other : source.schema().columns()) {
        if (column.name().compareTo(other.name()) < 0 && column.isNamed(other.name())) {
          report(
              source,
              "components: " + column.name() + ", " + other.name(),
              "names that differ in more than case and underscores, which do not count in a"
                  + " column's name");
        }
      }
    }
  }

  private void checkTimes(Source<?> source) {
    boolean timeless = source.time() instanceof Source.Time.Timeless;
    if (source.time() instanceof Source.Time.Undeclared) {
      report(
          source,
          "event time: undeclared",
          ".at(" + recordName(source) + "::component), or .timeless() for facts without a time");
    }
    if (timeless && source.known() instanceof Source.Known.After) {
      report(
          source,
          "knownAfter: on facts without a time",
          ".knownAt(" + recordName(source) + "::component), or .at(...) instead of .timeless()");
    }
    if (timeless && source.dropLaterThan().isPresent()) {
      report(
          source,
          "dropLaterThan: on facts without a time",
          ".at(" + recordName(source) + "::component) instead of .timeless()");
    }
    if (timeless && source.retain().isPresent()) {
      report(
          source,
          "retain: on facts without a time",
          ".at(" + recordName(source) + "::component) instead of .timeless()");
    }
    if (source.known() instanceof Source.Known.After(var delay)
        && source.retain().filter(length -> length.compareTo(delay) <= 0).isPresent()) {
      report(
          source,
          "retain: "
              + DurationText.of(source.retain().get())
              + ", no longer than knownAfter "
              + DurationText.of(delay),
          "more, or no fact is ever seen");
    }
    if (source.origin() instanceof Source.Origin.Stream(var history)
        && history.isPresent()
        && source.known() instanceof Source.Known.ByOrigin) {
      report(
          source,
          "known time of its history: undeclared",
          ".knownAt("
              + recordName(source)
              + "::component) or .knownAfter(duration); otherwise everything was learned today and"
              + " the past is empty");
    }
  }

  private void checkAbout(Source<?> source) {
    Set<String> names = new HashSet<>();
    for (Source.About<?, ?> about : source.about()) {
      Entity<?> entity = about.entity();
      var key = about.key().component();
      if (!names.add(entity.name())) {
        report(
            source,
            "about " + entity.name() + ": declared twice",
            "one key for an entity; another role is another entity, with a name of its own");
      }
      if (!key.type().equals(entity.keyType())) {
        report(
            source,
            "about " + entity.name() + ": " + key.name() + ", " + key.type(),
            "a component of the entity's key type, " + entity.keyType());
      }
    }
  }

  private void checkIdentity(Source<?> source) {
    var identity = source.identity();
    identity
        .sequence()
        .map(Accessor::component)
        .filter(by -> !Comparable.class.isAssignableFrom(by.type().javaClass()))
        .ifPresent(by ->
            report(
                source,
                "orderedBy: " + by.name() + ", " + by.type(),
                "a component with a natural order"));
    if (identity.deletedWhen().isPresent() && identity.id().isEmpty()) {
      report(
          source,
          "deletedWhen: without an id",
          ".id(" + recordName(source) + "::component), which says what is deleted");
    }
    if (identity.id().isPresent() && source.retainNewest().isPresent()) {
      report(
          source,
          "retainNewest: on facts with an id, where a correction could bring an older fact back",
          ".retain(duration), which bounds memory too; or facts without .id(...)");
    }
  }

  private void checkColumns(Source<?> source, String which, String sql) {
    try {
      List<TableColumn> columns = reader.describe(sql);
      List<String> found = new ArrayList<>(ColumnMatch.of(source.schema(), columns).problems());
      found.addAll(new CellCheck(reader, sql).problems(source.schema(), columns));
      for (String problem : found) {
        problems.add("source " + source.name() + ": " + which + problem);
      }
    } catch (RapportException e) {
      problems.add("source " + source.name() + ": " + which + e.getMessage());
      if (e.kind() != RapportException.Kind.USER && failure == null) {
        failure = e;
      }
    }
  }

  private static String recordName(Source<?> source) {
    return source.schema().recordClass().getSimpleName();
  }

  private void report(Source<?> source, String what, String expected) {
    problems.add("source " + source.name() + ": " + what + " (expected: " + expected + ")");
  }
}
