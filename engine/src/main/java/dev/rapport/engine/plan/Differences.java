package dev.rapport.engine.plan;

import dev.rapport.engine.definition.DefinitionKind;
import dev.rapport.engine.plan.DeployedCatalog.Deployed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Differences between definitions, for people. */
final class Differences {
  /** A longer text is not shown twice in one line. */
  private static final int LONG = 60;

  private static final Pattern CODE = Pattern.compile("code [0-9a-f]{8}");

  private Differences() {}

  /** The names of a kind on either side. */
  static SortedSet<String> sorted(
      DefinitionKind kind, DeployedCatalog before, DeployedCatalog next) {
    SortedSet<String> names = new TreeSet<>();
    for (DeployedCatalog side : List.of(before, next)) {
      side.definitions().stream()
          .filter(each -> each.kind() == kind)
          .forEach(each -> names.add(each.name()));
    }
    return names;
  }

  /** Everything that a definition declares, one text a field. */
  static List<String> fields(Deployed definition) {
    return definition.fields().entrySet().stream()
        .map(field -> field.getKey() + ": " + CODE.matcher(field.getValue()).replaceAll("code"))
        .toList();
  }

  /** The fields that differ. */
  static List<String> between(Deployed then, Deployed now) {
    Set<String> names = new LinkedHashSet<>(now.fields().keySet());
    names.addAll(then.fields().keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String old = then.fields().getOrDefault(name, "none");
      String current = now.fields().getOrDefault(name, "none");
      if (!old.equals(current)) {
        differences.add(difference(name, old, current));
      }
    }
    return differences;
  }

  private static String difference(String name, String old, String current) {
    String oldText = CODE.matcher(old).replaceAll("code");
    String text = CODE.matcher(current).replaceAll("code");
    if (oldText.equals(text)) {
      return name.equals("code") ? "code changed" : name + ": code changed";
    }
    if (name.equals("sql") || old.length() > LONG || current.length() > LONG) {
      return name + " changed";
    }
    return name + ": " + oldText + " -> " + text;
  }

  /** The definitions used now that are others than they were. */
  static List<String> ofUses(Deployed definition, DeployedCatalog before, DeployedCatalog next) {
    return definition.uses().stream()
        .filter(label -> {
          Optional<String> then = values(label, before);
          return then.isPresent() && !then.equals(values(label, next));
        })
        .map(label -> label + " changed")
        .toList();
  }

  private static Optional<String> values(String label, DeployedCatalog catalog) {
    return catalog.definitions().stream()
        .filter(each -> each.label().equals(label))
        .map(Deployed::values)
        .findFirst();
  }
}
