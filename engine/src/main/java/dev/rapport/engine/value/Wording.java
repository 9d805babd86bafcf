package dev.rapport.engine.value;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Values as a person, or a language model, reads them: short, on one line, the same on every run.
 *
 * <ul>
 *   <li>Numbers have no groups of thousands and at most three decimals after leading zeros: {@code
 *       48.857}, {@code 0.0123}; beyond 1e15 and below 1e-6 an exponent.
 *   <li>Booleans are {@code yes} and {@code no}; instants {@code 2026-06-01 12:30 UTC}; dates
 *       {@code 2026-06-01}; durations their two largest units: {@code 3 days 4 hours}.
 *   <li>Lists are joined by {@code "; "}, and so are sets, sorted. Maps are {@code museums: 3,
 *       hiking: 2}: the largest number first, else by key. Records are written like maps, by
 *       component.
 *   <li>A part with a separator in it is quoted; a list, map or record inside another is put in
 *       parentheses. Line breaks and control characters become spaces.
 * </ul>
 */
public final class Wording {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final BigDecimal LARGE = new BigDecimal("1e15");
  private static final BigDecimal SMALL = new BigDecimal("1e-6");

  private Wording() {}

  /** A value of any {@link dev.rapport.api.schema.Type}; empty where it says nothing. */
  public static String of(Object value) {
    return switch (value) {
      case String text -> line(text);
      case Boolean b -> b ? "yes" : "no";
      case Double d -> Double.isFinite(d) ? number(BigDecimal.valueOf(d)) : d.toString();
      case Float f -> Float.isFinite(f) ? number(new BigDecimal(f.toString())) : f.toString();
      case BigDecimal decimal -> number(decimal);
      case Instant instant -> instant(instant);
      case Duration duration -> duration(duration);
      case Enum<?> constant -> constant.name();
      case List<?> list -> elements(list);
      case Set<?> set -> elements(sorted(set));
      case Map<?, ?> map -> entries(map);
      case Record fact -> components(fact);
      default -> line(value.toString());
    };
  }

  /** A text on one line: line breaks, tabs and control characters become single spaces. */
  public static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isControl(c) || c == ' ') {
        gap = true;
      } else {
        if (gap && !line.isEmpty()) {
          line.append(' ');
        }
        gap = false;
        line.append(c);
      }
    }
    return line.toString();
  }

  /** A text by lines, control characters made spaces; empty lines at both ends are left out. */
  public static List<String> lines(String text) {
    return text.strip().lines().map(Wording::withoutControls).toList();
  }

  private static String withoutControls(String line) {
    StringBuilder plain = new StringBuilder(line);
    for (int i = 0; i < line.length(); i++) {
      if (isControl(line.charAt(i))) {
        plain.setCharAt(i, ' ');
      }
    }
    return plain.toString().stripTrailing();
  }

  private static boolean isControl(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  private static String number(BigDecimal number) {
    BigDecimal size = number.abs();
    if (number.signum() == 0) {
      return "0";
    }
    if (size.compareTo(LARGE) >= 0 || size.compareTo(SMALL) < 0) {
      return number.round(new MathContext(4, RoundingMode.HALF_UP)).stripTrailingZeros().toString();
    }
    BigDecimal rounded =
        size.compareTo(BigDecimal.ONE) < 0
            ? number.round(new MathContext(3, RoundingMode.HALF_UP))
            : number.setScale(3, RoundingMode.HALF_UP);
    return rounded.stripTrailingZeros().toPlainString();
  }

  private static String instant(Instant instant) {
    return (instant.getEpochSecond() % 60 == 0 ? MINUTE : SECOND).format(instant);
  }

  private static String duration(Duration duration) {
    if (duration.isNegative()) {
      return "-" + duration(duration.negated());
    }
    if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
      BigDecimal seconds =
          BigDecimal.valueOf(duration.toSeconds())
              .add(BigDecimal.valueOf(duration.toNanosPart(), 9));
      String number = number(seconds);
      return number + (number.equals("1") ? " second" : " seconds");
    }
    List<String> units = new ArrayList<>();
    addUnit(units, duration.toDays(), "day");
    addUnit(units, duration.toHoursPart(), "hour");
    addUnit(units, duration.toMinutesPart(), "minute");
    addUnit(units, duration.toSecondsPart(), "second");
    return String.join(" ", units.subList(0, Math.min(2, units.size())));
  }

  private static void addUnit(List<String> units, long count, String unit) {
    if (count > 0) {
      units.add(count + " " + unit + (count == 1 ? "" : "s"));
    }
  }

  private static String elements(Collection<?> elements) {
    StringJoiner joined = new StringJoiner("; ");
    for (Object element : elements) {
      if (element != null) {
        joined.add(part(element, ";\"("));
      }
    }
    return joined.toString();
  }

  private static List<Object> sorted(Collection<?> values) {
    List<Object> sorted = new ArrayList<>(values);
    sorted.sort(NaturalOrder.INSTANCE);
    return sorted;
  }

  private static String entries(Map<?, ?> map) {
    Comparator<Map.Entry<?, ?>> order =
        (a, b) -> NaturalOrder.INSTANCE.compare(a.getKey(), b.getKey());
    if (map.values().stream().allMatch(Number.class::isInstance)) {
      Comparator<Map.Entry<?, ?>> largestFirst =
          (a, b) -> NaturalOrder.INSTANCE.compare(b.getValue(), a.getValue());
      order = largestFirst.thenComparing(order);
    }
    List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
    entries.sort(order);
    StringJoiner joined = new StringJoiner(", ");
    for (Map.Entry<?, ?> entry : entries) {
      joined.add(named(part(entry.getKey(), ",;:\"("), entry.getValue()));
    }
    return joined.toString();
  }

  private static String components(Record fact) {
    @Nullable Object[] values = RecordShapes.take(fact);
    RecordComponent[] components = fact.getClass().getRecordComponents();
    StringJoiner joined = new StringJoiner(", ");
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value != null) {
        joined.add(named(words(components[i].getName()), value));
      }
    }
    return joined.toString();
  }

  private static String named(String name, Object value) {
    return name + ": " + part(value, ",;:\"(");
  }

  /** The words of a name of code: {@code dailyBudget} and {@code daily_budget} alike. */
  public static String words(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT)
        .replace('_', ' ');
  }

  /** A value inside a list, map or record. */
  private static String part(Object value, String separators) {
    String text = of(value);
    return switch (value) {
      case Collection<?> _, Map<?, ?> _, Record _ -> "(" + text + ")";
      case String _ -> quotedIfNeeded(text, separators);
      default -> text;
    };
  }

  /** A text, in quotes where it is empty or has one of some characters; quotes are doubled. */
  public static String quotedIfNeeded(String text, String separators) {
    boolean needed = text.isEmpty() || text.chars().anyMatch(c -> separators.indexOf(c) >= 0);
    return needed ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
