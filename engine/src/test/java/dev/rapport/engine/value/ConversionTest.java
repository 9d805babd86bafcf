package dev.rapport.engine.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.schema.GeoPoint;
import dev.rapport.api.schema.Type;
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
        .hasMessage("1099511627776 (expected: an integer)");
    assertThatThrownBy(() -> Conversion.to(Type.DOUBLE, (1L << 53) + 1))
        .hasMessage("9007199254740993 (expected: a double)");
    assertThatThrownBy(() -> Conversion.to(Type.INSTANT, "soon"))
        .hasMessage("\"soon\" (expected: an instant, such as 2026-06-01T12:00:00Z)");
  }

  @Test
  void a_record_is_made_of_fields_by_name_whatever_their_case() {
    assertThat(Conversion.to(Type.of(GeoPoint.class), Map.of("LAT", 1L, "lon", 2.5)))
        .isEqualTo(new GeoPoint(1, 2.5));
    assertThatThrownBy(() -> Conversion.to(Type.of(GeoPoint.class), Map.of("lat", 100, "lon", 2)))
        .hasMessage("GeoPoint: lat: 100.0 (expected: -90 to 90)");
    assertThatThrownBy(() -> Conversion.to(Type.of(GeoPoint.class), Map.of("lat", 1)))
        .hasMessage("lon: null (expected: a double)");
  }

  @Test
  void lists_and_constants_are_converted_element_by_element() {
    assertThat(Conversion.to(Type.listOf(Type.INTEGER), List.of(1L, 2L))).isEqualTo(List.of(1, 2));
    assertThat(Conversion.to(Type.of(DayOfWeek.class), "MONDAY")).isEqualTo(DayOfWeek.MONDAY);
    assertThatThrownBy(() -> Conversion.to(Type.of(DayOfWeek.class), "Monday"))
        .hasMessageStartingWith("\"Monday\" (expected: one of [MONDAY,");
  }
}
