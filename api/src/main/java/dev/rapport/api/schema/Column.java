package dev.rapport.api.schema;

import java.util.Locale;

/**
 * One component of a record.
 *
 * @param name the component's name
 * @param type the type of its values
 * @param nullable whether it may be null: every component that is not of a primitive type
 */
public record Column(String name, Type<?> type, boolean nullable) {

  /**
   * Whether an outside name means this component: case and underscores do not count, so that the
   * column {@code ended_at} is the component {@code endedAt}.
   */
  public boolean isNamed(String outsideName) {
    return plain(name).equals(plain(outsideName));
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
