package dev.rapport.app.output;

import dev.rapport.engine.definition.ValueText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts, spans of time and values as a person reads them. */
public final class Words {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private Words() {}

  /** {@code 1,234 sources}, {@code 1 source}. */
  public static String count(long n, String noun) {
    return number(n) + " " + (n == 1 ? noun : noun.endsWith("y") ? plural(noun) : noun + "s");
  }

  private static String plural(String noun) {
    return noun.substring(0, noun.length() - 1) + "ies";
  }

  /** {@code 1,234}. */
  public static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** In a unit that says enough: {@code 0.4 s}, {@code 12 min}, {@code 3 h}, {@code 5 d}. */
  public static String of(Duration span) {
    double seconds = span.toSeconds() + span.toNanosPart() / 1e9;
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    if (seconds < 120) {
      return Math.round(seconds) + " s";
    }
    if (seconds < 2 * 3_600) {
      return Math.round(seconds / 60) + " min";
    }
    if (seconds < 2 * 86_400) {
      return Math.round(seconds / 3_600) + " h";
    }
    return number(Math.round(seconds / 86_400)) + " d";
  }

  /** How long work took, to the second: {@code 0.4 s}, {@code 37 s}, {@code 4 min 37 s}. */
  public static String took(Duration span) {
    long seconds = Math.round(span.toMillis() / 1e3);
    if (seconds < 120) {
      return of(span);
    }
    String minutes = number(seconds / 60) + " min";
    return seconds % 60 == 0 ? minutes : minutes + " " + seconds % 60 + " s";
  }

  /** Why a file or folder could not be written. */
  public static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "the system refuses to make it";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException e -> e.getFile() + " is a file";
      case FileSystemException e when e.getReason() != null -> String.valueOf(e.getReason());
      default -> String.valueOf(failure.getMessage());
    };
  }

  /** In UTC, to the second where it has some. */
  public static String of(Instant instant) {
    var utc = instant.atOffset(ZoneOffset.UTC);
    return (utc.getSecond() == 0 ? MINUTES : SECONDS).format(utc);
  }

  /** A value: a text as it is, the texts in anything else in quotes. */
  public static String ofValue(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case String text -> text;
      default -> ValueText.of(value);
    };
  }
}
