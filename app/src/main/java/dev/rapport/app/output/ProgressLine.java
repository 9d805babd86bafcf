package dev.rapport.app.output;

import dev.rapport.engine.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How far long work is, on standard error: a line that is written over on a terminal, at most ten
 * times a second; elsewhere a line every ten seconds, and one for where the work ended. Short work
 * shows nothing. Work that is interrupted ends here.
 */
public final class ProgressLine implements Progress, AutoCloseable {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration ON_TERMINAL = Duration.ofMillis(100);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);

  private final PrintStream err;
  private final boolean over;
  private final Interruption interruption;
  private final LongSupplier nanos;
  private String what = "";
  private long began;
  private long shown;
  private int width;

  /** Where the work was last; empty once that is shown. */
  private String unshown = "";

  /** Whether a line for this work is there. */
  private boolean hasShown;

  /**
   * A line on a terminal's error output.
   *
   * @param nanos a clock that only runs forward
   */
  public ProgressLine(Terminal terminal, LongSupplier nanos) {
    this.err = terminal.err();
    this.over = terminal.errIsTerminal();
    this.interruption = terminal.interruption();
    this.nanos = nanos;
  }

  @Override
  public void at(String what, long done, long total) {
    at(what, "", done, total);
  }

  @Override
  public synchronized void at(String what, String stage, long done, long total) {
    interruption.check();
    long now = nanos.getAsLong();
    if (!what.equals(this.what)) {
      close();
      this.what = what;
      began = now;
      shown = over ? now - ON_TERMINAL.toNanos() + SHORT.toNanos() : now;
    }
    Duration since = Duration.ofNanos(now - shown);
    String shownAs = stage.isEmpty() ? what : what + ", " + stage;
    if (since.compareTo(over ? ON_TERMINAL : ELSEWHERE) < 0) {
      unshown = over || !hasShown ? "" : text(shownAs, done, total, (now - began) / 1e9);
      return;
    }
    shown = now;
    unshown = "";
    hasShown = true;
    String text = text(shownAs, done, total, (now - began) / 1e9);
    if (over) {
      err.print("\r" + TextWidth.pad(text, width));
      err.flush();
      width = TextWidth.of(text);
    } else {
      err.println(text);
    }
  }

  /** {@code loading trips: 1,234,567 of 3,000,000, 410,000/s, 4 s left}. */
  static String text(String what, long done, long total, double seconds) {
    StringBuilder text = new StringBuilder(what).append(": ").append(Words.number(done));
    if (total > 0) {
      text.append(" of ").append(Words.number(total));
    }
    if (seconds > 0 && done > 0) {
      double rate = done / seconds;
      text.append(", ").append(Words.number(Math.round(rate))).append("/s");
      if (total > done) {
        text.append(", ")
            .append(Words.of(Duration.ofMillis(Math.round((total - done) / rate * 1e3))));
        text.append(" left");
      }
    } else if (done == 0 && seconds >= 1) {
      text.append(", ").append(Words.of(Duration.ofMillis(Math.round(seconds * 1e3))));
    }
    return text.toString();
  }

  private void clear() {
    if (width > 0) {
      err.print("\r" + " ".repeat(width) + "\r");
      err.flush();
      width = 0;
    }
  }

  /** Takes the line away; elsewhere than on a terminal tells where the work ended. */
  @Override
  public synchronized void close() {
    clear();
    if (!unshown.isEmpty()) {
      err.println(unshown);
    }
    unshown = "";
    hasShown = false;
    what = "";
  }
}
