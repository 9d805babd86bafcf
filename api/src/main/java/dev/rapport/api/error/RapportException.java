package dev.rapport.api.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An error that a person reads. The message reads {@code what: value (expected: condition)}: the
 * name of the definition first, the way out last. {@link #kind()} says who must act.
 */
public class RapportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Who must act. */
  public enum Kind {
    /** The caller: wrong definition, wrong input, wrong option. */
    USER,
    /** Something outside: a file system, a service, a model. */
    DEPENDENCY,
    /** Rapport itself: a defect to report. */
    INTERNAL
  }

  private final Kind kind;

  public RapportException(Kind kind, String message) {
    this(kind, message, null);
  }

  public RapportException(Kind kind, String message, @Nullable Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** A mistake of the caller: {@code what: value (expected: condition)}. */
  public static RapportException user(String what, @Nullable Object value, String expected) {
    return new RapportException(Kind.USER, what + ": " + value + " (expected: " + expected + ")");
  }

  /** A failure of something outside. */
  public static RapportException dependency(String message, @Nullable Throwable cause) {
    return new RapportException(Kind.DEPENDENCY, message, cause);
  }

  public final Kind kind() {
    return kind;
  }
}
