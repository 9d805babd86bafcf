package dev.rapport.api.question;

/** How an answer came to be what it is. */
public enum Status {
  /** The feature's own value. */
  VALUE,
  /** The newest fact is there and holds null. */
  NULL,
  /** The value of a fallback feature. */
  FALLBACK,
  /** The declared default. */
  DEFAULT,
  /** Nothing is known; the reason says why. */
  ABSENT,
  /** It could not be computed; the reason says why. */
  ERROR;

  /** Whether there is a value to use. */
  public boolean hasValue() {
    return this == VALUE || this == FALLBACK || this == DEFAULT;
  }
}
