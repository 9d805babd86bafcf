package dev.rapport.engine.catalog;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.api.prompt.Part;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.definition.ValueText;
import dev.rapport.engine.value.Conversion;
import java.util.Collection;

/** Finds what is wrong with prompts, the collections they search and the candidates they offer. */
final class PromptCheck {
  private final Collection<String> problems;

  PromptCheck(Collection<String> problems) {
    this.problems = problems;
  }

  void check(Knowledge<?> knowledge) {
    String where = "knowledge " + knowledge.name();
    Entity<?> entity = knowledge.entity();
    if (knowledge.source().about(entity).isEmpty()) {
      report(
          where,
          "entity: " + entity.name(),
          "an entity that source " + knowledge.source().name() + " is about");
    }
    if (knowledge.texts().isEmpty()) {
      report(where, "text: none", "a component to search by, with .text(...)");
    }
    for (Accessor<?, ?> text : knowledge.texts()) {
      checkText(where, knowledge, text);
    }
  }

  private void checkText(String where, Knowledge<?> knowledge, Accessor<?, ?> text) {
    Accessor.Component component;
    try {
      component = text.component();
    } catch (IllegalArgumentException e) {
      problems.add(where + ": text: " + e.getMessage());
      return;
    }
    Class<?> record = knowledge.source().schema().recordClass();
    if (component.recordClass() != record) {
      report(
          where,
          "text: " + component.name() + " of " + component.recordClass().getSimpleName(),
          "a component of " + record.getSimpleName());
    } else if (!isText(component.type())) {
      report(
          where,
          "text: " + component.name() + ", " + component.type(),
          "a string, or a list or set of strings");
    }
  }

  private static boolean isText(Type<?> type) {
    return switch (type) {
      case Type.ListOf<?>(var element) -> element.equals(Type.STRING);
      case Type.SetOf<?>(var element) -> element.equals(Type.STRING);
      case Type.Scalar<?> _, Type.EnumOf<?> _, Type.MapOf<?, ?> _, Type.RecordOf<?> _ ->
          type.equals(Type.STRING);
    };
  }

  void check(Prompt prompt) {
    String where = "prompt " + prompt.name();
    if (prompt.parts().isEmpty()) {
      report(where, "parts: none", "at least one: .instruct(...), .fact(...) or .offer(...)");
    }
    for (Part part : prompt.parts()) {
      if (part instanceof Part.Offer(String title, Candidates<?> candidates)) {
        check(where + ": offer " + title, candidates);
      }
    }
  }

  private void check(String where, Candidates<?> candidates) {
    Entity<?> item = candidates.knowledge().entity();
    for (Candidates.Filter<?> filter : candidates.filters()) {
      Feature<?> feature = filter.feature();
      checkAboutItem(where + ": require", feature, item);
      for (Object operand : filter.condition().operands()) {
        if (!Values.belongs(operand, feature.type())) {
          report(
              where,
              "require: "
                  + feature.name()
                  + " "
                  + ValueText.ofCondition(filter.condition())
                  + ", "
                  + Values.typeName(operand),
              Conversion.article(feature.type().toString())
                  + ", the type of the feature; it would never hold");
          break;
        }
      }
    }
    for (Feature.Weight term : candidates.terms()) {
      Feature<?> feature = term.feature();
      checkAboutItem(where + ": rankBy", feature, item);
      if (!Number.class.isAssignableFrom(feature.type().javaClass())) {
        report(
            where,
            "rankBy: " + feature.name() + ", " + feature.type(),
            "a number; make one of it with Feature.computed");
      }
    }
  }

  private void checkAboutItem(String where, Feature<?> feature, Entity<?> item) {
    if (feature.entities().stream().noneMatch(entity -> entity.name().equals(item.name()))) {
      report(
          where,
          feature.name()
              + ", which is about "
              + (feature.entities().isEmpty()
                  ? "nobody"
                  : String.join(", ", feature.entities().stream().map(Entity::name).toList())),
          "a feature about " + item.name() + ", or it is the same for every candidate");
    }
  }

  private void report(String where, String what, String expected) {
    problems.add(where + ": " + what + " (expected: " + expected + ")");
  }
}
