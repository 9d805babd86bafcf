package dev.rapport.engine.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.GeoPoint;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValueCodecTest {
  private static final @Nullable Object[] ROW = {
    null,
    true,
    -3L,
    2.5,
    "é",
    Instant.parse("2026-01-02T03:04:05.000006Z"),
    LocalDate.parse("2026-01-02"),
    UUID.fromString("00000000-0000-0001-0000-000000000002"),
    new BigDecimal("1.20"),
    Duration.ofHours(2),
    List.of("a", 1L),
    Map.of("k", 7L)
  };

  /** Version 1. These bytes are on disks: the test may gain a version, it may not change one. */
  private static final String GOLDEN =
      "0118" // version 1, twelve values
          + "00" // null
          + "02" // true
          + "0305" // -3 in zigzag
          + "044004000000000000" // 2.5
          + "0504c3a9" // two bytes of UTF-8
          + "068ccde7e4ded7a306" // microseconds
          + "07cebf02" // days
          + "0800000000000000010000000000000002"
          + "0908312e3230" // 1.20
          + "0a0850543248" // PT2H
          + "0b04050261"
          + "0302" // ["a", 1]
          + "0c0205026b030e"; // {"k": 7}

  @Test
  void bytes_of_version_1_stay_readable_and_are_what_is_written() {
    assertThat(HexFormat.of().formatHex(ValueCodec.encode(ROW))).isEqualTo(GOLDEN);
    assertThat(ValueCodec.decode(HexFormat.of().parseHex(GOLDEN))).isEqualTo(ROW);
  }

  @Test
  void a_record_is_a_map_by_component() {
    @Nullable Object[] read =
        ValueCodec.decode(ValueCodec.encode(new @Nullable Object[] {new GeoPoint(1, 2)}));
    assertThat(read).containsExactly(Map.of("lat", 1.0, "lon", 2.0));
  }

  @Test
  void a_row_of_a_newer_version_is_refused_by_name() {
    assertThatThrownBy(() -> ValueCodec.decode(new byte[] {9, 0}))
        .isInstanceOf(RapportException.class)
        .hasMessage("row format: 9 (expected: 1; written by a newer Rapport?)");
  }

  @Test
  void bytes_that_end_early_are_refused() {
    byte[] bytes = ValueCodec.encode(ROW);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> ValueCodec.decode(cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
