package dev.rapport.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.schema.Schema;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.value.TextValues;
import dev.rapport.spi.table.TableColumn.Kind;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColumnTypesTest {
  record Place(String name) {}

  private static final List<Type<?>> TYPES =
      List.of(
          Type.STRING,
          Type.BOOLEAN,
          Type.INTEGER,
          Type.LONG,
          Type.FLOAT,
          Type.DOUBLE,
          Type.DECIMAL,
          Type.INSTANT,
          Type.DATE,
          Type.DURATION,
          Type.UUID,
          Type.of(DayOfWeek.class),
          Type.listOf(Type.LONG),
          Type.setOf(Type.LONG),
          Type.mapOf(Type.STRING, Type.LONG),
          Type.mapOf(Type.LONG, Type.LONG),
          new Type.RecordOf<>(Schema.of(Place.class)));

  /** Values that a column of a kind may hold, among them those that mean most. */
  private static List<Object> values(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> List.of(true);
      case INTEGER -> List.of(7L);
      case FLOATING -> List.of(7.0);
      case DECIMAL -> List.of(new BigDecimal("7.00"));
      case TEXT ->
          List.of(
              "7",
              "true",
              "2026-06-01",
              "PT1H",
              new UUID(1, 2).toString(),
              "MONDAY",
              "[7]",
              "{\"7\": 7}",
              "{\"name\": \"x\"}");
      case INSTANT -> List.of(Instant.EPOCH);
      case DATE -> List.of(LocalDate.EPOCH);
      case UUID -> List.of(new UUID(1, 2));
      case LIST -> List.of(List.of(7L));
      case STRUCT -> List.of(Map.of("7", 7L), Map.of("name", "x"));
      case MAP -> List.of(Map.of(7L, 7L), Map.of("7", 7L), Map.of("name", "x"));
      case OTHER -> List.of();
    };
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void a_kind_may_mean_a_type_exactly_where_one_of_its_values_does(Kind kind) {
    for (Type<?> type : TYPES) {
      assertThat(ColumnTypes.mayMean(kind, type))
          .as("%s as %s", kind, type)
          .isEqualTo(values(kind).stream().anyMatch(value -> means(type, value)));
    }
  }

  private static boolean means(Type<?> type, Object value) {
    try {
      return TextValues.ofCell(type, value) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
