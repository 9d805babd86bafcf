package dev.rapport.api.entity;

/** Anything a catalog defines: it has a name and papers. */
public interface Definition {
  /** Unique among the definitions of its kind: letters, digits and underscores, a letter first. */
  String name();

  Metadata metadata();

  /**
   * Checks a name when it is given.
   *
   * @param kind what is named, for the message
   * @throws IllegalArgumentException for a name that is null or not of the form
   */
  static String checkName(String kind, String name) {
    if (name == null || !name.matches("[A-Za-z][A-Za-z0-9_]{0,99}")) {
      throw new IllegalArgumentException(
          kind
              + " name: "
              + name
              + " (expected: a letter, then letters, digits or underscores, at most 100)");
    }
    return name;
  }
}
