package dev.rapport.examples.travel;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The month a traveller asks about. */
final class TravelMonth {
  private TravelMonth() {}

  private static final Pattern MONTH =
      Pattern.compile(
          "\\b(january|february|march|april|june|july|august|september|october|november|december"
              + "|(?<=(in|this|next|early|late) )may|spring|summer|autumn|fall|winter)\\b");

  /** A season is its middle month, on the northern half of the earth. */
  private static final Map<String, Integer> NUMBER =
      Map.ofEntries(
          Map.entry("january", 1),
          Map.entry("february", 2),
          Map.entry("march", 3),
          Map.entry("april", 4),
          Map.entry("may", 5),
          Map.entry("june", 6),
          Map.entry("july", 7),
          Map.entry("august", 8),
          Map.entry("september", 9),
          Map.entry("october", 10),
          Map.entry("november", 11),
          Map.entry("december", 12),
          Map.entry("spring", 4),
          Map.entry("summer", 7),
          Map.entry("autumn", 10),
          Map.entry("fall", 10),
          Map.entry("winter", 1));

  /** The first month or season that the words name, "next month", or the month of the moment. */
  static int askedFor(String words, Instant moment) {
    String said = words.toLowerCase(Locale.ROOT);
    Matcher named = MONTH.matcher(said);
    if (named.find()) {
      return NUMBER.getOrDefault(named.group(), 1);
    }
    int current = moment.atZone(ZoneOffset.UTC).getMonthValue();
    return said.contains("next month") ? current % 12 + 1 : current;
  }
}
