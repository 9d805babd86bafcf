package dev.rapport.app.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A document: its code blocks, tables and links. A comment {@code <!-- word: text -->} on the line
 * before a block or a table says where it comes from.
 */
record Markdown(Path file, List<String> lines) {
  private static final Pattern NOTE = Pattern.compile("<!-- ([a-z]+): (.+) -->");
  private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

  Markdown {
    lines = List.copyOf(lines);
  }

  /** What a comment says of what follows it. */
  record Note(String word, String text) {}

  /** A fenced block; its text starts at line {@code first}, counted from 0. */
  record Block(int first, String language, List<String> text, Optional<Note> note) {
    /** A picture in letters, after {@code <!-- drawing: of what -->}. */
    boolean isDrawing() {
      return language.equals("text") && note.stream().anyMatch(n -> n.word().equals("drawing"));
    }
  }

  /** A table: its rows as cells, the header first, without the line of dashes. */
  record Table(int first, List<List<String>> rows, Optional<Note> note) {}

  static Markdown read(Path file) {
    try {
      return new Markdown(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The document's path in the checkout. */
  String name() {
    return Regions.ROOT.relativize(file).toString();
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).stripLeading().startsWith("```")) {
        int end = i + 1;
        while (!lines.get(end).strip().equals("```")) {
          end++;
        }
        String language = lines.get(i).strip().substring(3);
        blocks.add(new Block(i + 1, language, lines.subList(i + 1, end), noteBefore(i)));
        i = end;
      }
    }
    return blocks;
  }

  List<Table> tables() {
    List<Table> tables = new ArrayList<>();
    List<String> prose = prose();
    for (int i = 0; i < prose.size(); i++) {
      if (prose.get(i).startsWith("|")) {
        int first = i;
        List<List<String>> rows = new ArrayList<>();
        for (; i < prose.size() && prose.get(i).startsWith("|"); i++) {
          if (i != first + 1) {
            rows.add(cells(prose.get(i)));
          }
        }
        tables.add(new Table(first, rows, noteBefore(first)));
      }
    }
    return tables;
  }

  private static List<String> cells(String row) {
    String inner = row.strip().replaceAll("^\\||\\|$", "");
    return Pattern.compile("(?<!\\\\)\\|").splitAsStream(inner).map(String::strip).toList();
  }

  private Optional<Note> noteBefore(int line) {
    return line == 0
        ? Optional.empty()
        : NOTE.matcher(lines.get(line - 1)).results().findFirst().map(Markdown::note);
  }

  private static Note note(MatchResult found) {
    return new Note(found.group(1), found.group(2));
  }

  /** All lines, those of code blocks empty. */
  List<String> prose() {
    List<String> prose = new ArrayList<>();
    boolean code = false;
    for (String line : lines) {
      boolean fence = line.stripLeading().startsWith("```");
      prose.add(code || fence ? "" : line);
      code ^= fence;
    }
    return prose;
  }

  /** The targets of links that stay in the checkout, and of pictures. */
  List<String> links() {
    return prose().stream()
        .flatMap(line -> LINK.matcher(line.replaceAll("`[^`]*`", "")).results())
        .map(found -> found.group(1))
        .filter(target -> !target.matches("[a-z]+:.*"))
        .toList();
  }

  /** What stands in code style outside of blocks. */
  List<String> spans() {
    return prose().stream().flatMap(Markdown::spans).toList();
  }

  static java.util.stream.Stream<String> spans(String line) {
    return SPAN.matcher(line).results().map(found -> found.group(1));
  }

  /** The anchors of its headings, as GitHub makes them. */
  List<String> anchors() {
    return prose().stream()
        .filter(line -> line.startsWith("#"))
        .map(line ->
            line.replaceFirst("#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-'))
        .toList();
  }

  /** The same with the text of each block of a region as the region is now. */
  Markdown updated() {
    List<String> updated = new ArrayList<>();
    int copied = 0;
    for (Block block : blocks()) {
      if (block.note().filter(note -> note.word().equals("region")).isPresent()) {
        updated.addAll(lines.subList(copied, block.first()));
        updated.addAll(Regions.read(block.note().get().text()));
        copied = block.first() + block.text().size();
      }
    }
    updated.addAll(lines.subList(copied, lines.size()));
    return new Markdown(file, updated);
  }

  void write() {
    try {
      Files.writeString(file, String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
