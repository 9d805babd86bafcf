package dev.rapport.app.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parts of files that documents show. A reference is {@code path} for a whole file, {@code
 * path#name} for the lines between {@code docs:begin name} and {@code docs:end name} (in a comment
 * of their own), {@code path#part2} for the second part of a text case, whose parts lines of {@code
 * -----} divide, or {@code path@A,B} for Java's declarations of the fields or records A and B.
 */
final class Regions {
  /** The checkout: tests run in the folder of their module. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern MARK =
      Pattern.compile("\\s*(?://|#|--|<!--)\\s*docs:(begin|end) ([A-Za-z0-9_-]+)\\s*(?:-->)?\\s*");

  private Regions() {}

  /** The lines of a region, without the indentation that all of them share. */
  static List<String> read(String reference) {
    int at = reference.indexOf('@');
    int sharp = reference.indexOf('#');
    if (at >= 0) {
      return declarations(
          reference, lines(reference.substring(0, at)), reference.substring(at + 1).split(","));
    }
    if (sharp >= 0) {
      List<String> lines = lines(reference.substring(0, sharp));
      String name = reference.substring(sharp + 1);
      return name.matches("part[1-9]")
          ? part(lines, name.charAt(4) - '0')
          : marked(reference, lines, name);
    }
    return shifted(lines(reference).stream().filter(line -> !isMark(line)).toList());
  }

  static List<String> lines(String path) {
    try {
      return Files.readAllLines(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  private static boolean isMark(String line) {
    return MARK.matcher(line).matches();
  }

  private static List<String> marked(String reference, List<String> lines, String name) {
    List<String> region = new ArrayList<>();
    boolean inside = false;
    boolean found = false;
    for (String line : lines) {
      Matcher mark = MARK.matcher(line);
      if (mark.matches()) {
        if (mark.group(2).equals(name)) {
          inside = mark.group(1).equals("begin");
          found = true;
        }
      } else if (inside) {
        region.add(line);
      }
    }
    if (!found || inside) {
      throw new AssertionError(
          reference
              + ": "
              + (found ? "no docs:end" : "no such region")
              + " (expected: both marks)");
    }
    return shifted(region);
  }

  private static List<String> part(List<String> lines, int number) {
    List<String> parts = List.of(String.join("\n", lines).split("\n-----\n"));
    return parts.get(number - 1).lines().toList();
  }

  private static List<String> declarations(String reference, List<String> lines, String[] names) {
    List<String> region = new ArrayList<>();
    for (String name : names) {
      Pattern start =
          Pattern.compile(".*\\b(?:%1$s =|record %1$s\\().*".formatted(Pattern.quote(name)));
      int first = 0;
      while (first < lines.size() && !start.matcher(lines.get(first)).matches()) {
        first++;
      }
      if (first == lines.size()) {
        throw new AssertionError(reference + ": " + name + " (expected: a field or a record)");
      }
      int last = first;
      while (!lines.get(last).endsWith(";") && !lines.get(last).endsWith("{}")) {
        last++;
      }
      if (!region.isEmpty()) {
        region.add("");
      }
      region.addAll(shifted(lines.subList(first, last + 1)));
    }
    return region;
  }

  private static List<String> shifted(List<String> lines) {
    int indentation =
        lines.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    return trimmed(lines.stream().map(l -> l.isBlank() ? "" : l.substring(indentation)).toList());
  }

  /** Without empty lines at both ends. */
  private static List<String> trimmed(List<String> lines) {
    int first = 0;
    int last = lines.size();
    while (first < last && lines.get(first).isEmpty()) {
      first++;
    }
    while (last > first && lines.get(last - 1).isEmpty()) {
      last--;
    }
    return lines.subList(first, last);
  }

  /** README.md, CONTRIBUTING.md and the documents in docs. */
  static List<Path> documents() {
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md").map(ROOT::resolve),
              files.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
