package dev.rapport.engine.catalog;

import dev.rapport.api.entity.Definition;
import dev.rapport.api.schema.Accessor;
import dev.rapport.engine.definition.DefinitionKind;
import dev.rapport.engine.definition.Description;
import dev.rapport.engine.definition.Description.Field;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Collects every definition that some roots reach, each after those it uses. Two objects are one
 * definition where all their fields are the same: {@code SAFETY.of(PLACE)} may be written twice.
 */
final class Reach {
  private final Map<DefinitionKind, SequencedMap<String, Definition>> found =
      new EnumMap<>(DefinitionKind.class);
  private final IdentityHashMap<Definition, Definition> canonical = new IdentityHashMap<>();
  private final IdentityHashMap<Definition, Shape> shapes = new IdentityHashMap<>();
  private final Collection<String> problems;

  Reach(Collection<String> problems) {
    this.problems = problems;
    for (DefinitionKind kind : DefinitionKind.values()) {
      found.put(kind, new LinkedHashMap<>());
    }
  }

  /** Everything of a kind, by name, each after what it uses. */
  SequencedMap<String, Definition> all(DefinitionKind kind) {
    return Objects.requireNonNull(found.get(kind));
  }

  void add(Definition definition) {
    if (DefinitionKind.find(definition).isEmpty()) {
      problems.add(
          "catalog: "
              + definition.getClass().getName()
              + " (expected: a prompt, feature, feature set, source, knowledge or another"
              + " definition of Rapport)");
      return;
    }
    canonical(definition);
  }

  /** The object that stands for a definition and all that are the same. */
  private Definition canonical(Definition definition) {
    Definition known = canonical.get(definition);
    if (known != null) {
      return known;
    }
    Description description = Description.of(definition);
    description.uses().forEach(this::canonical);
    Shape shape = shape(description);
    SequencedMap<String, Definition> byName = all(DefinitionKind.of(definition));
    Definition first = byName.putIfAbsent(definition.name(), definition);
    Definition result = definition;
    if (first != null) {
      Shape other = Objects.requireNonNull(shapes.get(first));
      if (other.equals(shape)) {
        result = first;
      } else {
        problems.add(conflict(definition, other, shape));
      }
    }
    shapes.put(definition, shape);
    canonical.put(definition, result);
    return result;
  }

  private static String conflict(Definition definition, Shape one, Shape other) {
    DefinitionKind kind = DefinitionKind.of(definition);
    Set<String> fields = new LinkedHashSet<>(one.fields().keySet());
    fields.addAll(other.fields().keySet());
    String different =
        fields.stream()
            .filter(field -> !Objects.equals(one.fields().get(field), other.fields().get(field)))
            .collect(Collectors.joining(", "));
    return kind.label()
        + " "
        + definition.name()
        + ": defined twice, with different "
        + different
        + " (expected: one definition of a name; give one of them "
        + kind.renaming()
        + ")";
  }

  /** Fields whose equality is the sameness of definitions. */
  private record Shape(Map<String, Object> fields) {}

  private Shape shape(Description description) {
    Map<String, Object> fields = new LinkedHashMap<>();
    description.values().forEach((name, field) -> fields.put(name, comparable(field)));
    description.papers().forEach((name, field) -> fields.put(name, comparable(field)));
    return new Shape(fields);
  }

  private Object comparable(Field field) {
    return switch (field) {
      case Field.Text(String text) -> text;
      // Equal records of one kind are one object here; features and sources have identity.
      case Field.Uses(Definition definition) -> canonical(definition);
      case Field.Code(Serializable function) -> comparable(function);
      case Field.Many(List<Field> fields) -> fields.stream().map(this::comparable).toList();
    };
  }

  /** A lambda by its method and what it captures, anything else by its own equality. */
  private static Object comparable(Object function) {
    if (!(function instanceof Serializable serializable) || !function.getClass().isSynthetic()) {
      return function;
    }
    SerializedLambda lambda = Accessor.serialized(serializable);
    List<Object> parts = new ArrayList<>();
    parts.add(lambda.getImplClass());
    parts.add(lambda.getImplMethodName());
    parts.add(lambda.getImplMethodSignature());
    for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
      Object captured = lambda.getCapturedArg(i);
      parts.add(captured == null ? "null" : comparable(captured));
    }
    return parts;
  }
}
