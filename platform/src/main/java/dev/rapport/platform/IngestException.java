package dev.rapport.platform;

import dev.rapport.api.error.RapportException;
import dev.rapport.engine.intake.Receipt;

/**
 * A file of facts was taken in for a part. What the receipt counts as accepted is on disk and seen;
 * {@link Rapport#ingest(dev.rapport.api.feature.Source, java.nio.file.Path, long)} goes on behind
 * it. The cause is what ended it: where that is {@link Receipt.NotSeen}, what was accepted last is
 * on disk and not seen yet. Of the rows behind, none is taken, unless it was the disk that failed
 * to say so of the few thousand that were pushed in that moment.
 */
public final class IngestException extends RapportException {
  private static final long serialVersionUID = 1L;

  private final transient Receipt receipt;
  private final long read;

  IngestException(String file, String rows, long from, long read, Receipt receipt, Throwable e) {
    super(
        e instanceof RapportException cause ? cause.kind() : Kind.INTERNAL,
        "facts %s: %s %d to %d are taken in, then: %s"
            .formatted(file, rows, from + 1, read, withWayOut(reason(e), read)),
        e);
    this.receipt = receipt;
    this.read = read;
  }

  /** A message says once what is expected: where the reason does, that comes first. */
  private static String withWayOut(String reason, long read) {
    return reason.contains(" (expected: ") && reason.endsWith(")")
        ? reason.substring(0, reason.length() - 1) + "; then to go on after " + read + ")"
        : reason + " (expected: to go on after " + read + ")";
  }

  private static String reason(Throwable e) {
    String message = e.getMessage();
    return e instanceof Error || message == null ? e.toString() : message;
  }

  /** What became of the rows before. */
  public Receipt receipt() {
    return receipt;
  }

  /** How many lines of JSON, or rows of a table, are done with, those skipped included. */
  public long read() {
    return read;
  }
}
