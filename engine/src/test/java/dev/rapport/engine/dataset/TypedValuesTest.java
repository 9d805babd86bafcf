package dev.rapport.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.schema.Type;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TypedValuesTest {
  record Part(String name, @Nullable Double weight, List<Integer> sizes) {}

  static Stream<Arguments> values() {
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put("b", Double.NEGATIVE_INFINITY);
    scores.put("a", 0.1);
    Part part = new Part("lid", null, List.of(1, 2));
    return Stream.of(
        Arguments.of(Type.STRING, "née \ud83d\ude00 \ud800 alone"),
        Arguments.of(Type.STRING, null),
        Arguments.of(Type.BOOLEAN, false),
        Arguments.of(Type.INTEGER, Integer.MIN_VALUE),
        Arguments.of(Type.LONG, Long.MIN_VALUE),
        Arguments.of(Type.FLOAT, Float.NaN),
        Arguments.of(Type.DOUBLE, -0.0),
        Arguments.of(Type.DECIMAL, new BigDecimal("-12345678901234567890.1200")),
        Arguments.of(Type.INSTANT, Instant.parse("1969-12-31T23:59:59.000001Z")),
        Arguments.of(Type.DATE, LocalDate.of(-5, 1, 1)),
        Arguments.of(Type.DURATION, Duration.ofNanos(-1)),
        Arguments.of(Type.UUID, new UUID(-1, 1)),
        Arguments.of(Type.of(TimeUnit.class), TimeUnit.DAYS),
        Arguments.of(Type.listOf(Type.LONG), Arrays.asList(1L, null, 2L)),
        Arguments.of(Type.setOf(Type.STRING), new LinkedHashSet<>(List.of("z", "a", "m"))),
        Arguments.of(Type.mapOf(Type.STRING, Type.DOUBLE), scores),
        Arguments.of(Type.of(Part.class), part),
        Arguments.of(Type.listOf(Type.of(Part.class)), List.of(part, part)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void a_value_is_read_back_as_it_was_in_its_order(Type<?> type, @Nullable Object value)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TypedValues.write(new DataOutputStream(bytes), type, value);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    Object read = TypedValues.read(in, type);

    assertThat(read).isEqualTo(value);
    assertThat(String.valueOf(read)).isEqualTo(String.valueOf(value));
    assertThat(in.read()).isEqualTo(-1);
  }
}
