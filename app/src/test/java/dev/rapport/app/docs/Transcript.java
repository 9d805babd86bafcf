package dev.rapport.app.docs;

import dev.rapport.app.Main;
import dev.rapport.app.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A session on the command line as a text: commands after {@code "$ "}, each with what it printed.
 * A line {@code ...} stands for any lines; what differs from run to run (times, ages, rates,
 * similarities) and the width of columns do not count. {@code # edit FILE: OLD => NEW} edits a file
 * between commands. Commands are {@code rapport}, run in this process, {@code cd}, {@code cat} and
 * {@code echo TEXT >> FILE}.
 */
final class Transcript {
  private static final int COLUMNS = 120;
  private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+");
  private static final Pattern FILE = Pattern.compile("[\\w./-]+\\.(csv|jsonl|parquet)");
  private static final Pattern EDIT = Pattern.compile("# edit (\\S+): (.+) =>(.*)");
  private static final Pattern APPEND = Pattern.compile("echo '(.*)' >> (\\S+)");

  private final Path base;
  private Path here;

  /**
   * A session that starts in a folder.
   *
   * @param base the folder, which is not shown
   */
  Transcript(Path base) {
    this.base = base;
    this.here = base;
  }

  /** A command and what it printed, by the transcript and in truth. */
  record Step(String command, List<String> expected, List<String> printed) {
    boolean isAsExpected() {
      Pattern pattern =
          Pattern.compile(
              expected.stream()
                  .map(
                      line -> line.equals("...") ? "(?:.*\n)*?" : Pattern.quote(plain(line)) + "\n")
                  .reduce("", String::concat));
      return pattern
          .matcher(printed.stream().map(line -> plain(line) + "\n").reduce("", String::concat))
          .matches();
    }
  }

  /** A line without what differs from run to run. */
  private static String plain(String line) {
    return line.replaceAll("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z?", "<time>")
        .replaceAll("\\b[\\d,.]+ (s|min|h|d)\\b", "<span>")
        .replaceAll("\\b[\\d,]+ rows/s", "<rate>")
        .replaceAll("-?\\b\\d+\\.\\d{3}\\b", "<score>")
        .replaceAll("\\s+", " ")
        .strip();
  }

  /** Runs every command of a text. */
  List<Step> run(List<String> lines) throws IOException {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher edit = EDIT.matcher(line);
      if (line.startsWith("# edit") && !edit.matches()) {
        throw new AssertionError(line + " (expected: # edit FILE: OLD => NEW)");
      }
      if (edit.matches()) {
        edit(here.resolve(edit.group(1)), edit.group(2), edit.group(3).strip());
      } else if (line.startsWith("$ ")) {
        int end = i + 1;
        while (end < lines.size() && !lines.get(end).matches("(\\$|#) .*")) {
          end++;
        }
        List<String> expected = lines.subList(i + 1, end);
        while (!expected.isEmpty() && expected.getLast().isBlank()) {
          expected = expected.subList(0, expected.size() - 1);
        }
        steps.add(new Step(line.substring(2), expected, execute(line.substring(2))));
      }
    }
    return steps;
  }

  /**
   * The text with what was printed in place of what it says was, so that all times are of one run;
   * the same where all is as expected.
   */
  static List<String> updated(List<String> lines, List<Step> steps) {
    if (steps.stream().allMatch(Step::isAsExpected)) {
      return lines;
    }
    List<String> updated = new ArrayList<>();
    int step = 0;
    for (int i = 0; i < lines.size(); i++) {
      updated.add(lines.get(i));
      if (lines.get(i).startsWith("$ ")) {
        Step done = steps.get(step++);
        boolean kept = done.isAsExpected() && done.expected().contains("...");
        updated.addAll(kept ? done.expected() : done.printed());
        i += done.expected().size();
      }
    }
    return updated;
  }

  private static void edit(Path file, String old, String replacement) throws IOException {
    String text = Files.readString(file);
    if (!text.contains(old)) {
      throw new AssertionError(file + ": no " + old);
    }
    Files.writeString(file, text.replace(old, replacement));
  }

  private List<String> execute(String command) throws IOException {
    Matcher append = APPEND.matcher(command);
    if (append.matches()) {
      Files.writeString(
          here.resolve(append.group(2)),
          append.group(1) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      return List.of();
    }
    List<String> words = words(command);
    return switch (words.getFirst()) {
      case "cd" -> {
        here = here.resolve(words.get(1)).normalize();
        yield List.of();
      }
      case "cat" -> Files.readAllLines(here.resolve(words.get(1)));
      case "rapport" -> rapport(words.subList(1, words.size()));
      default -> throw new AssertionError(command + " (expected: rapport, cd, cat or echo)");
    };
  }

  private List<String> rapport(List<String> words) {
    List<String> arguments = new ArrayList<>();
    boolean folder = false;
    for (String word : words) {
      boolean path = folder || FILE.matcher(word).matches();
      arguments.add(path ? here.resolve(word).toString() : word);
      folder = word.equals("init") || word.equals("--catalog");
    }
    if (!words.contains("init") && !words.contains("--catalog")) {
      arguments.addAll(0, List.of("--catalog", here.toString()));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int code = Main.run(arguments, Terminal.plain(both, both, Map.of()).withColumns(COLUMNS));
    List<String> printed = new ArrayList<>();
    bytes
        .toString(StandardCharsets.UTF_8)
        .replace(here + "/", "")
        .replace(here.toString(), ".")
        .replace(base + "/", "")
        .lines()
        .map(String::stripTrailing)
        .forEach(printed::add);
    if (code != 0) {
      printed.add("[exit code " + code + "]");
    }
    return printed;
  }

  /** The words of a command as a shell splits it. */
  private static List<String> words(String command) {
    return WORD.matcher(command)
        .results()
        .map(word -> word.group().replaceAll("\"([^\"]*)\"|'([^']*)'", "$1$2"))
        .toList();
  }
}
