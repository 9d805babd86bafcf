package dev.rapport.app.output;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command runs in: where it writes, results to {@link #out} and everything else to {@link
 * #err}, and the environment. Colours and widths are those of a terminal only where there is one.
 */
public final class Terminal {
  /** Widths that a person gave, or no terminal has. */
  private static final int NARROWEST = 40;

  /** The width of a terminal that does not say. */
  private static final int USUAL = 100;

  private final PrintStream out;
  private final PrintStream err;
  private final Optional<WatchedOutput> watched;
  private final int columns;
  private final boolean colours;
  private final boolean errIsTerminal;
  private final Map<String, String> environment;
  private final Interruption interruption;

  private Terminal(
      PrintStream out,
      PrintStream err,
      Optional<WatchedOutput> watched,
      int columns,
      boolean colours,
      boolean errIsTerminal,
      Map<String, String> environment,
      Interruption interruption) {
    this.out = out;
    this.err = err;
    this.watched = watched;
    this.columns = columns;
    this.colours = colours;
    this.errIsTerminal = errIsTerminal;
    this.environment = Map.copyOf(environment);
    this.interruption = interruption;
  }

  /**
   * The terminal of this process. The launcher says what is one by the system properties {@code
   * rapport.terminal} (which of {@code out} and {@code err}) and {@code rapport.columns}.
   */
  public static Terminal ofProcess(Map<String, String> environment) {
    WatchedOutput watched = new WatchedOutput(new FileOutputStream(FileDescriptor.out));
    String said = System.getProperty("rapport.terminal");
    List<String> terminals = said == null ? ofConsole() : List.of(said.split(","));
    boolean outIsTerminal = terminals.contains("out");
    Optional<Integer> width =
        number(environment.get("COLUMNS")).or(() -> number(System.getProperty("rapport.columns")));
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "").equals("dumb");
    Interruption interruption = new Interruption();
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    interruption.watchProcess(err);
    return new Terminal(
        new PrintStream(watched, false, StandardCharsets.UTF_8),
        err,
        Optional.of(watched),
        width.orElse(outIsTerminal ? USUAL : Integer.MAX_VALUE),
        outIsTerminal && !plain,
        terminals.contains("err"),
        environment,
        interruption);
  }

  /** No terminal: no colours, lines as long as they are. */
  public static Terminal plain(PrintStream out, PrintStream err, Map<String, String> environment) {
    return new Terminal(
        out,
        err,
        Optional.empty(),
        Integer.MAX_VALUE,
        false,
        false,
        environment,
        new Interruption());
  }

  /** The same with lines of at most so many columns. */
  public Terminal withColumns(int columns) {
    return new Terminal(
        out, err, watched, columns, colours, errIsTerminal, environment, interruption);
  }

  private static List<String> ofConsole() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        ? List.of("out", "err")
        : List.of();
  }

  private static Optional<Integer> number(@Nullable String text) {
    return Optional.ofNullable(text)
        .filter(digits -> digits.matches("[0-9]{1,4}"))
        .map(Integer::valueOf)
        .filter(columns -> columns >= NARROWEST);
  }

  /** For results. */
  public PrintStream out() {
    return out;
  }

  /** For errors, notes and progress. */
  public PrintStream err() {
    return err;
  }

  /** How many characters fit in a line; without a terminal any number. */
  public int columns() {
    return columns;
  }

  /** Whether lines have to fit, as on a terminal. */
  public boolean isLimited() {
    return columns < Integer.MAX_VALUE;
  }

  public boolean colours() {
    return colours;
  }

  public boolean errIsTerminal() {
    return errIsTerminal;
  }

  /** The wish that the command ends. */
  Interruption interruption() {
    return interruption;
  }

  /** The environment variables. */
  public Map<String, String> environment() {
    return environment;
  }

  /** A text that stands out where there are colours. */
  public String paint(Style style, String text) {
    return colours ? style.on(text) : text;
  }

  /** Writes what is left, and tells why results could not be written, if so. */
  public Optional<String> finish() {
    out.flush();
    err.flush();
    interruption.workEnded();
    return watched.flatMap(WatchedOutput::failure);
  }
}
