package dev.rapport.engine.catalog;

import dev.rapport.api.error.RapportException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The known names that a wrong name is most likely meant for. */
public final class Nearest {
  private static final int FEW = 8;
  private static final int OFFERED = 3;

  private Nearest() {}

  /**
   * The names at most a third of their letters away, nearest first, at most three. Case does not
   * count; a name that the wrong one begins, or begins with, is near too.
   */
  public static List<String> to(String wrong, Collection<String> names) {
    String lower = wrong.toLowerCase(Locale.ROOT);
    return names.stream()
        .distinct()
        .filter(name -> isNear(lower, name.toLowerCase(Locale.ROOT)))
        .sorted(
            Comparator.comparingInt((String name) -> distance(lower, name.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()))
        .limit(OFFERED)
        .toList();
  }

  /**
   * What was expected instead of a wrong name: the nearest names, else all where they are few, else
   * the first of them.
   */
  public static String expected(String wrong, Collection<String> names) {
    List<String> near = to(wrong, names);
    if (!near.isEmpty()) {
      return String.join(" or ", near);
    }
    if (names.isEmpty()) {
      return "there is none";
    }
    String first = names.stream().sorted().limit(FEW).collect(Collectors.joining(", "));
    return names.size() <= FEW
        ? "one of " + first
        : "one of " + names.size() + " names, such as " + first;
  }

  /**
   * The mistake of naming something that is not there: {@code kind name: unknown (expected:...)}.
   */
  public static RapportException unknown(String kind, String wrong, Collection<String> names) {
    return names.isEmpty()
        ? RapportException.user(kind + " " + wrong, "unknown", "none, as the catalog has none")
        : RapportException.user(kind + " " + wrong, "unknown", expected(wrong, names));
  }

  private static boolean isNear(String wrong, String name) {
    if (Math.min(wrong.length(), name.length()) >= 3
        && (name.startsWith(wrong) || wrong.startsWith(name))) {
      return true;
    }
    return distance(wrong, name) <= Math.max(1, Math.max(wrong.length(), name.length()) / 3);
  }

  /**
   * How many letters must be inserted, deleted, replaced or swapped with their neighbour
   * (Damerau-Levenshtein, optimal string alignment).
   */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
