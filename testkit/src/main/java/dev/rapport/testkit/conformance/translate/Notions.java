package dev.rapport.testkit.conformance.translate;

import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Finds what a case asks for that Rapport does not have, by name. */
final class Notions {
  private static final Set<String> FEATURE_FIELDS =
      Set.of(
          "name",
          "op",
          "column",
          "args",
          "streams",
          "spineKey",
          "eventKey",
          "spineTs",
          "eventTs",
          "includeSpineRow",
          "window",
          "sourceFilter",
          "aggFilter",
          "visibility",
          "title",
          "note",
          "tags");
  private static final Set<String> WINDOW_FIELDS =
      Set.of(
          "kind",
          "start",
          "end",
          "tailHopMs",
          "maxSize",
          "ties",
          "endInclusive",
          "ttlMs",
          "ttlInclusive",
          "tieBreak",
          "unbounded",
          "excludeCurrentRow",
          "excludeCurrentTime");
  private static final Set<String> VISIBILITY_FIELDS =
      Set.of("from", "to", "inclusive", "nullVisible");

  private Notions() {}

  /** What a case lacks, in the order in which it asks; empty if nothing. */
  static Set<String> lacking(PitCase pitCase) {
    Set<String> lacking = new LinkedHashSet<>();
    String knowledge = pitCase.semantics().path("knowledge").asString("all");
    if (!knowledge.equals("all") && !knowledge.equals("arrival")) {
      lacking.add("knowledge: " + knowledge);
    }
    String nullKeys = pitCase.semantics().path("nullKeys").asString("never-match");
    if (!nullKeys.equals("never-match") && !nullKeys.equals("group")) {
      lacking.add("nullKeys: " + nullKeys);
    }
    unknownFields("semantics", pitCase.semantics(), Set.of("nullKeys", "knowledge"), lacking);
    for (PitCase.Feature feature : pitCase.features()) {
      unknownFields("feature", feature.json(), FEATURE_FIELDS, lacking);
      unknownFields("visibility", feature.json().path("visibility"), VISIBILITY_FIELDS, lacking);
      ofWindow(feature.window(), lacking);
    }
    return lacking;
  }

  private static void ofWindow(JsonNode window, Set<String> lacking) {
    String kind = window.path("kind").asString("");
    if (!kind.equals("range") && !kind.equals("rows") && !kind.equals("lookup")) {
      lacking.add("window kind " + kind);
    }
    unknownFields("window", window, WINDOW_FIELDS, lacking);
  }

  /** A field that this does not know might change the answer: better no answer than a wrong one. */
  private static void unknownFields(
      String what, JsonNode json, Set<String> known, Set<String> lacking) {
    for (var field : json.properties()) {
      if (!known.contains(field.getKey()) && isSaid(field.getValue())) {
        lacking.add(what + " field " + field.getKey());
      }
    }
  }

  private static boolean isSaid(JsonNode value) {
    return !value.isMissingNode()
        && !value.isNull()
        && !(value.isBoolean() && !value.asBoolean())
        && !(value.isContainer() && value.isEmpty());
  }
}
