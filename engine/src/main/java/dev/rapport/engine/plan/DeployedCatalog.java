package dev.rapport.engine.plan;

import dev.rapport.api.entity.Definition;
import dev.rapport.api.error.RapportException;
import dev.rapport.engine.catalog.CheckedCatalog;
import dev.rapport.engine.definition.DefinitionKind;
import dev.rapport.engine.definition.Description;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is kept of a catalog once it is applied: of each definition its fingerprints and its fields
 * as people read them. Sorted by kind and name. Immutable.
 */
public record DeployedCatalog(List<Deployed> definitions) {
  private static final int FORMAT = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public DeployedCatalog {
    definitions =
        definitions.stream()
            .sorted(Comparator.comparing(Deployed::kind).thenComparing(Deployed::name))
            .toList();
  }

  /**
   * One definition.
   *
   * @param values the fingerprint of what decides what is computed
   * @param papers the fingerprint of what does not
   * @param fields everything that is declared, as text; a function as {@code code} and the start of
   *     its fingerprint
   * @param uses the definitions it uses, such as {@code source trips}, in order
   */
  public record Deployed(
      DefinitionKind kind,
      String name,
      String values,
      String papers,
      SequencedMap<String, String> fields,
      List<String> uses) {
    public Deployed {
      fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
      uses = List.copyOf(uses);
    }

    /** Kind and name, such as {@code feature set profile}. */
    public String label() {
      return kind.label() + " " + name;
    }
  }

  /** What will be kept of a catalog. */
  public static DeployedCatalog of(CheckedCatalog catalog) {
    Fingerprints fingerprints = new Fingerprints();
    return new DeployedCatalog(
        catalog.definitions().stream().map(each -> deployed(each, fingerprints)).toList());
  }

  private static Deployed deployed(Definition definition, Fingerprints fingerprints) {
    Description description = Description.of(definition);
    SequencedMap<String, String> fields = new LinkedHashMap<>();
    description
        .values()
        .forEach((name, field) ->
            fields.put(
                name, field.text(code -> "code " + fingerprints.ofCode(code).substring(0, 8))));
    description.papers().forEach((name, field) -> fields.put(name, field.text(_ -> "code")));
    return new Deployed(
        DefinitionKind.of(definition),
        definition.name(),
        fingerprints.ofValues(definition),
        fingerprints.ofPapers(definition),
        fields,
        description.uses().stream()
            .map(used -> DefinitionKind.of(used).label() + " " + used.name())
            .distinct()
            .toList());
  }

  /** The definition of a kind and name. */
  public Optional<Deployed> find(DefinitionKind kind, String name) {
    return definitions.stream()
        .filter(each -> each.kind() == kind && each.name().equals(name))
        .findFirst();
  }

  /** As JSON text: the same catalog, the same text. */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    ArrayNode array = root.putArray("definitions");
    for (Deployed each : definitions) {
      ObjectNode node = array.addObject();
      node.put("kind", each.kind().label());
      node.put("name", each.name());
      node.put("values", each.values());
      node.put("papers", each.papers());
      ObjectNode fields = node.putObject("fields");
      each.fields().forEach(fields::put);
      ArrayNode uses = node.putArray("uses");
      each.uses().forEach(uses::add);
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws RapportException of kind {@code DEPENDENCY} if the text is no such catalog
   */
  public static DeployedCatalog fromJson(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      if (root.path("format").asInt(0) != FORMAT) {
        throw RapportException.dependency(
            "deployed catalog: format "
                + root.path("format")
                + " (expected: "
                + FORMAT
                + "; was it written by another version of Rapport?)",
            null);
      }
      List<Deployed> definitions = new ArrayList<>();
      for (JsonNode node : root.required("definitions")) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.required("fields").properties()) {
          fields.put(field.getKey(), field.getValue().asString());
        }
        List<String> uses = new ArrayList<>();
        node.required("uses").forEach(used -> uses.add(used.asString()));
        definitions.add(
            new Deployed(
                kind(node.required("kind").asString()),
                node.required("name").asString(),
                node.required("values").asString(),
                node.required("papers").asString(),
                fields,
                uses));
      }
      return new DeployedCatalog(definitions);
    } catch (JacksonException | IllegalArgumentException e) {
      throw RapportException.dependency(
          "deployed catalog: unreadable (expected: the JSON that apply wrote): " + e.getMessage(),
          e);
    }
  }

  private static DefinitionKind kind(String label) {
    for (DefinitionKind kind : DefinitionKind.values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("kind " + label);
  }
}
