package dev.rapport.app.command;

import dev.rapport.api.error.RapportException;
import dev.rapport.app.output.Json;
import dev.rapport.app.output.Style;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.output.Words;
import dev.rapport.app.session.GlobalOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "init",
    description = {
      "Writes a small catalog that works and is there to be edited: a bookshop, with a table, a"
          + " stream, features, a knowledge and a prompt. Its rows are synthetic."
    },
    footer = {"%nExample:", "  rapport init my/context && cd my/context && rapport check"})
final class InitCommand implements Callable<Integer> {
  private static final List<String> FILES =
      List.of(
          "Bookshop.java",
          "README.md",
          "data/books.csv",
          "data/orders.csv",
          "data/page_views.jsonl",
          "data/questions.csv");

  /** A moment before this one, such as {@code {now-3d}}: days, hours or minutes. */
  private static final Pattern AGO = Pattern.compile("\\{now-(\\d+)([dhm])\\}");

  @Parameters(paramLabel = "DIR", description = "A new folder, or an empty one.")
  private Path folder;

  private final GlobalOptions options;
  private final Terminal terminal;
  private final Clock clock;

  InitCommand(GlobalOptions options, Terminal terminal, Clock clock) {
    this.options = options;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    checkEmpty();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    writeAll(now);
    if (options.json()) {
      terminal.out().println(Json.text(Json.object("folder", folder.toString(), "files", FILES)));
      return 0;
    }
    terminal.out().println(terminal.paint(Style.GREEN, "A catalog to start from: " + folder));
    FILES.forEach(file -> terminal.out().println("  " + file));
    terminal.out().println("Next (more in README.md):");
    terminal.out().println("  cd " + folder);
    terminal.out().println("  rapport check");
    terminal
        .out()
        .println(
            "  rapport ask next_book --about reader=ann --saying \"Something for a rainy weekend\" --explain");
    return 0;
  }

  private void checkEmpty() {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw RapportException.user("init " + folder, "a file", "a new folder, or an empty one");
    }
    try (Stream<Path> there = Files.list(folder)) {
      if (there.findAny().isPresent()) {
        throw RapportException.user(
            "init " + folder, "a folder that is not empty", "a new folder, or an empty one");
      }
    } catch (IOException e) {
      throw RapportException.dependency(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static String resource(String file) {
    try (InputStream in = InitCommand.class.getResourceAsStream("init/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw RapportException.dependency(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static String dated(String text, Instant now) {
    return AGO.matcher(text).replaceAll(found -> now.minus(ago(found)).toString());
  }

  private static Duration ago(MatchResult found) {
    long count = Long.parseLong(found.group(1));
    return switch (found.group(2)) {
      case "d" -> Duration.ofDays(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofMinutes(count);
    };
  }

  /** Writes all files; where one cannot be written, none is left, so that a retry finds no rest. */
  private void writeAll(Instant now) {
    List<Path> made = new ArrayList<>();
    for (String file : FILES) {
      String text = dated(resource(file), now);
      try {
        Path path = folder.resolve(file).toAbsolutePath();
        makeFolder(Objects.requireNonNull(path.getParent(), "parent"), made);
        made.add(path);
        Files.writeString(path, text);
      } catch (IOException e) {
        made.reversed().forEach(InitCommand::remove);
        throw RapportException.dependency(
            "init "
                + folder
                + ": "
                + file
                + " cannot be written (expected: a folder that can be written; "
                + Words.reason(e)
                + ")",
            e);
      }
    }
  }

  private static void makeFolder(Path folder, List<Path> made) throws IOException {
    if (!Files.exists(folder)) {
      Path parent = folder.getParent();
      if (parent != null) {
        makeFolder(parent, made);
      }
      Files.createDirectory(folder);
      made.add(folder);
    }
  }

  private static void remove(Path made) {
    try {
      Files.deleteIfExists(made);
    } catch (IOException e) {
      return; // the failure that is told is why there is a rest
    }
  }
}
