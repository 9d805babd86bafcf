package dev.rapport.engine.definition;

import dev.rapport.api.feature.Source;
import dev.rapport.engine.definition.Description.Field;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The fields of a source. */
final class DescribedSource {
  private DescribedSource() {}

  static SequencedMap<String, Field> values(Source<?> source) {
    SequencedMap<String, Field> values = new LinkedHashMap<>();
    switch (source.origin()) {
      case Source.Origin.Table(String sql) -> {
        values.put("origin", Field.text("table"));
        values.put("sql", Field.text(sql));
      }
      case Source.Origin.Stream(var history) -> {
        values.put("origin", Field.text("stream"));
        history.ifPresent(sql -> values.put("history", Field.text(sql)));
      }
    }
    values.put(
        "columns",
        Field.text(
            source.schema().columns().stream()
                .map(column -> column.name() + ": " + ValueText.ofType(column.type()))
                .collect(Collectors.joining(", "))));
    switch (source.time()) {
      case Source.Time.At at -> values.put("at", Field.component(at.accessor()));
      case Source.Time.Timeless _ -> values.put("at", Field.text("timeless"));
      case Source.Time.Undeclared _ -> {}
    }
    switch (source.known()) {
      case Source.Known.At at -> values.put("known at", Field.component(at.accessor()));
      case Source.Known.After(Duration delay) ->
          values.put("known after", Field.text(ValueText.of(delay)));
      case Source.Known.ByOrigin _ -> {}
    }
    if (!source.about().isEmpty()) {
      values.put(
          "about",
          Field.many(
              source.about().stream()
                  .map(a -> Field.many(List.of(Field.uses(a.entity()), Field.component(a.key()))))
                  .toList()));
    }
    var identity = source.identity();
    identity.id().ifPresent(id -> values.put("id", Field.component(id)));
    identity.sequence().ifPresent(by -> values.put("ordered by", Field.component(by)));
    identity.deletedWhen().ifPresent(when -> values.put("deleted when", Field.component(when)));
    source
        .dropLaterThan()
        .ifPresent(late -> values.put("drop later than", Field.text(ValueText.of(late))));
    source.retain().ifPresent(length -> values.put("retain", Field.text(ValueText.of(length))));
    source.retainNewest().ifPresent(n -> values.put("retain newest", Field.text(n)));
    return values;
  }
}
