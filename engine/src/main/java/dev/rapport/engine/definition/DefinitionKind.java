package dev.rapport.engine.definition;

import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.FeatureSet;
import dev.rapport.api.feature.Request;
import dev.rapport.api.feature.Service;
import dev.rapport.api.feature.Source;
import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.api.prompt.Prompt;
import java.util.Optional;

/** The kinds of definitions; a name is unique within its kind. A kind uses only earlier ones. */
public enum DefinitionKind {
  ENTITY("entity", "another name in Entity.of"),
  REQUEST("request input", "another name in Request.of"),
  SERVICE("service", "another name in Service.of"),
  SOURCE("source", "another name with .named(\"...\")"),
  FEATURE("feature", "another name with .named(\"...\")"),
  FEATURE_SET("feature set", "another name in FeatureSet.named"),
  KNOWLEDGE("knowledge", "another name in Knowledge.of"),
  PROMPT("prompt", "another name with .as(\"...\")");

  private final String label;
  private final String renaming;

  DefinitionKind(String label, String renaming) {
    this.label = label;
    this.renaming = renaming;
  }

  /** What to call it in a message, such as {@code feature set}. */
  public String label() {
    return label;
  }

  /** How a definition of this kind gets another name. */
  public String renaming() {
    return renaming;
  }

  /** The kind of a definition; empty for a class that is none of Rapport's. */
  public static Optional<DefinitionKind> find(Definition definition) {
    return switch (definition) {
      case Entity<?> _ -> Optional.of(ENTITY);
      case Request<?> _ -> Optional.of(REQUEST);
      case Service<?, ?> _ -> Optional.of(SERVICE);
      case Source<?> _ -> Optional.of(SOURCE);
      case Feature<?> _ -> Optional.of(FEATURE);
      case FeatureSet _ -> Optional.of(FEATURE_SET);
      case Knowledge<?> _ -> Optional.of(KNOWLEDGE);
      case Prompt _ -> Optional.of(PROMPT);
      // The interface is open: a class of the user's own may implement it.
      default -> Optional.empty();
    };
  }

  /** The kind of a definition of a checked catalog. */
  public static DefinitionKind of(Definition definition) {
    return find(definition)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "definition "
                    + definition.name()
                    + ": "
                    + definition.getClass().getName()
                    + " (expected: one of Rapport's own)"));
  }
}
