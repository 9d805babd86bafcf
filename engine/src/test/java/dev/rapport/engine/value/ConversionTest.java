package dev.rapport.engine.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.schema.GeoPoint;
import dev.rapport.api.schema.Type;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-06-01T00:00:00Z",
        "2026-06-01T02:00:00+02:00",
        "2026-06-01 00:00:00",
        "2026-06-01T00:00:00",
        "2026-06-01"
      })
  void an_instant_is_read_in_every_form_of_iso(String text) {
    assertThat(Conversion.to(Type.INSTANT, text)).isEqualTo(Instant.parse("2026-06-01T00:00:00Z"));
  }

  @Test
  void what_would_lose_something_is_refused() {
    assertThatThrownBy(() -> Conversion.to(Type.LONG, 3.5)).hasMessage("3.5 (expected: a long)");
    assertThatThrownBy(() -> Conversion.to(Type.INTEGER, 1L << 40))
        .hasMessage("1099511627776 (expected: an integer of 32 bits; the type long takes more)");
    assertThatThrownBy(() -> Conversion.to(Type.DOUBLE, (1L << 53) + 1))
        .hasMessage("9007199254740993 (expected: a double)");
    assertThatThrownBy(() -> Conversion.to(Type.INSTANT, "soon"))
        .hasMessage("\"soon\" (expected: an instant, such as 2026-06-01T12:00:00Z)");
  }

  @Test
  void a_number_beyond_the_type_is_no_infinity() {
    assertThatThrownBy(() -> Conversion.to(Type.DOUBLE, new BigDecimal("1e999")))
        .hasMessage("1E+999 (expected: a double)");
    assertThatThrownBy(() -> Conversion.to(Type.FLOAT, 1e300))
        .hasMessage("1.0E300 (expected: a float)");
    assertThatThrownBy(() -> Conversion.to(Type.LONG, new BigDecimal("1e999999999")))
        .hasMessage("1E+999999999 (expected: a long)");
    assertThat(Conversion.to(Type.DOUBLE, Double.POSITIVE_INFINITY)).isInfinite();
  }

  @Test
  void the_names_of_what_json_has_no_number_for_are_numbers() {
    assertThat(Conversion.to(Type.DOUBLE, "NaN")).isNaN();
    assertThat(Conversion.to(Type.FLOAT, "-Infinity")).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(TextValues.parse(Type.listOf(Type.DOUBLE), "[1.5, \"Infinity\"]"))
        .isEqualTo(List.of(1.5, Double.POSITIVE_INFINITY));
    assertThatThrownBy(() -> Conversion.to(Type.DOUBLE, "nano"))
        .hasMessage("\"nano\" (expected: a double)");
    assertThatThrownBy(() -> Conversion.to(Type.LONG, "NaN"))
        .hasMessage("\"NaN\" (expected: a long)");
  }

  @Test
  void a_cell_of_text_is_read_as_people_write_values() {
    assertThat(TextValues.ofCell(Type.INTEGER, " 007 ")).isEqualTo(7);
    assertThat(TextValues.ofCell(Type.LONG, "+3")).isEqualTo(3L);
    assertThat(TextValues.ofCell(Type.DOUBLE, "1.5e3")).isEqualTo(1500.0);
    assertThat(TextValues.ofCell(Type.DOUBLE, "-inf")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(TextValues.ofCell(Type.BOOLEAN, "TRUE")).isTrue();
    assertThat(TextValues.ofCell(Type.STRING, "3")).isEqualTo("3");
    assertThat(TextValues.ofCell(Type.listOf(Type.LONG), "[1,2]")).isEqualTo(List.of(1L, 2L));
    assertThatThrownBy(() -> TextValues.ofCell(Type.INTEGER, "x"))
        .hasMessage("\"x\" (expected: an integer)");
    assertThatThrownBy(() -> TextValues.ofCell(Type.LONG, "3.5"))
        .hasMessage("3.5 (expected: a long)");
    assertThatThrownBy(() -> TextValues.ofCell(Type.BOOLEAN, "yes"))
        .hasMessage("\"yes\" (expected: a boolean)");
  }

  @Test
  void a_record_is_made_of_fields_by_name_whatever_their_case() {
    assertThat(Conversion.to(Type.of(GeoPoint.class), Map.of("LAT", 1L, "lon", 2.5)))
        .isEqualTo(new GeoPoint(1, 2.5));
    assertThatThrownBy(() -> Conversion.to(Type.of(GeoPoint.class), Map.of("lat", 100, "lon", 2)))
        .hasMessage("GeoPoint: lat: 100.0 (expected: -90 to 90)");
    assertThatThrownBy(() -> Conversion.to(Type.of(GeoPoint.class), Map.of("lat", 1)))
        .hasMessage("lon: missing (expected: a double)");
  }

  @Test
  void lists_and_constants_are_converted_element_by_element() {
    assertThat(Conversion.to(Type.listOf(Type.INTEGER), List.of(1L, 2L))).isEqualTo(List.of(1, 2));
    assertThat(Conversion.to(Type.of(DayOfWeek.class), "MONDAY")).isEqualTo(DayOfWeek.MONDAY);
    assertThatThrownBy(() -> Conversion.to(Type.of(DayOfWeek.class), "Monday"))
        .hasMessageStartingWith("\"Monday\" (expected: one of [MONDAY,");
  }
}
