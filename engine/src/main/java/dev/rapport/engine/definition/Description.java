package dev.rapport.engine.definition;

import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.entity.Metadata;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.FeatureSet;
import dev.rapport.api.feature.Input;
import dev.rapport.api.feature.Request;
import dev.rapport.api.feature.Service;
import dev.rapport.api.feature.Source;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.api.prompt.Part;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.schema.Accessor;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a definition consists of, field by field: the one account of it that sameness, fingerprints,
 * plans and tables are made from.
 *
 * @param values the fields that decide what is computed
 * @param papers the fields that do not: description, owner, tags; only those that are there
 */
public record Description(SequencedMap<String, Field> values, SequencedMap<String, Field> papers) {
  public Description {
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    papers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(papers));
  }

  /** What a field holds. */
  public sealed interface Field {
    /** A constant, as stable text. */
    record Text(String text) implements Field {}

    /** Another definition. */
    record Uses(Definition definition) implements Field {}

    /** A function, or an object with functions, of the user's. */
    record Code(Serializable function) implements Field {}

    /** Several, in order. */
    record Many(List<Field> fields) implements Field {
      public Many {
        fields = List.copyOf(fields);
      }
    }

    /**
     * This field for people: definitions by their names.
     *
     * @param code how a function reads
     */
    default String text(Function<Serializable, String> code) {
      return text(code, ", ");
    }

    private String text(Function<Serializable, String> code, String separator) {
      return switch (this) {
        case Text(String text) -> text;
        case Uses(Definition definition) -> definition.name();
        case Code(Serializable function) -> code.apply(function);
        case Many(List<Field> fields) ->
            fields.stream()
                .map(each -> each.text(code, " "))
                .collect(Collectors.joining(separator));
      };
    }

    static Field text(Object value) {
      return new Text(value.toString());
    }

    static Field uses(Definition definition) {
      return new Uses(definition);
    }

    static Field many(Collection<? extends Field> fields) {
      return new Many(List.copyOf(fields));
    }

    /** A component by its name; whatever else was passed, as code. */
    static Field component(Accessor<?, ?> accessor) {
      try {
        return text(accessor.component().name());
      } catch (IllegalArgumentException e) {
        return new Code(accessor);
      }
    }

    static Field input(Input<?> input) {
      return switch (input) {
        case Feature<?> feature -> uses(feature);
        case Request<?> request -> uses(request);
        case Input.Optionally<?> optionally ->
            many(List.of(text("optional"), input(optionally.input())));
        case Input.Moment _ -> text("moment");
        case Input.Words _ -> text("words");
      };
    }
  }

  /** Describes a definition of Rapport's own classes. */
  public static Description of(Definition definition) {
    SequencedMap<String, Field> values =
        switch (DefinitionKind.of(definition)) {
          case ENTITY -> entity((Entity<?>) definition);
          case REQUEST -> request((Request<?>) definition);
          case SERVICE -> service((Service<?, ?>) definition);
          case SOURCE -> DescribedSource.values((Source<?>) definition);
          case FEATURE -> DescribedFeature.values((Feature<?>) definition);
          case FEATURE_SET -> featureSet((FeatureSet) definition);
          case KNOWLEDGE -> knowledge((Knowledge<?>) definition);
          case PROMPT -> prompt((Prompt) definition);
        };
    return new Description(values, papers(definition.metadata()));
  }

  /** The definitions that this one uses, in the order of its fields, some perhaps repeatedly. */
  public List<Definition> uses() {
    List<Definition> uses = new ArrayList<>();
    values.values().forEach(field -> addUses(field, uses));
    return uses;
  }

  /** A value's field for people, other definitions by their names; empty where there is none. */
  public String text(String field) {
    Field found = values.get(field);
    return found == null ? "" : found.text(function -> "code");
  }

  private static void addUses(Field field, List<Definition> uses) {
    switch (field) {
      case Field.Uses(Definition definition) -> uses.add(definition);
      case Field.Many(List<Field> fields) -> fields.forEach(each -> addUses(each, uses));
      case Field.Text _, Field.Code _ -> {}
    }
  }

  private static SequencedMap<String, Field> papers(Metadata metadata) {
    SequencedMap<String, Field> papers = new LinkedHashMap<>();
    if (!metadata.description().isEmpty()) {
      papers.put("description", Field.text(metadata.description()));
    }
    if (!metadata.owner().isEmpty()) {
      papers.put("owner", Field.text(metadata.owner()));
    }
    if (!metadata.tags().isEmpty()) {
      papers.put("tags", Field.text(String.join(", ", metadata.tags())));
    }
    return papers;
  }

  private static SequencedMap<String, Field> entity(Entity<?> entity) {
    SequencedMap<String, Field> values = new LinkedHashMap<>();
    values.put("key", Field.text(ValueText.ofType(entity.keyType())));
    return values;
  }

  private static SequencedMap<String, Field> request(Request<?> request) {
    SequencedMap<String, Field> values = new LinkedHashMap<>();
    values.put("type", Field.text(ValueText.ofType(request.type())));
    return values;
  }

  private static SequencedMap<String, Field> service(Service<?, ?> service) {
    SequencedMap<String, Field> values = new LinkedHashMap<>();
    values.put("request", Field.text(ValueText.ofType(service.requestType())));
    values.put("answer", Field.text(ValueText.ofType(service.answerType())));
    values.put("timeout", Field.text(ValueText.of(service.timeout())));
    values.put("fresh for", Field.text(ValueText.of(service.freshFor())));
    return values;
  }

  private static SequencedMap<String, Field> featureSet(FeatureSet set) {
    SequencedMap<String, Field> values = new LinkedHashMap<>();
    values.put("features", Field.many(set.features().stream().map(Field::uses).toList()));
    return values;
  }

  private static SequencedMap<String, Field> knowledge(Knowledge<?> knowledge) {
    SequencedMap<String, Field> values = new LinkedHashMap<>();
    values.put("entity", Field.uses(knowledge.entity()));
    values.put("source", Field.uses(knowledge.source()));
    values.put("text", Field.many(knowledge.texts().stream().map(Field::component).toList()));
    return values;
  }

  private static SequencedMap<String, Field> prompt(Prompt prompt) {
    SequencedMap<String, Field> values = new LinkedHashMap<>();
    int position = 1;
    for (Part part : prompt.parts()) {
      String name = "part " + position++;
      switch (part) {
        case Part.Instruction(String text) ->
            values.put(name, Field.text("instruct \"" + text + "\""));
        case Part.Fact(String label, Feature<?> feature) ->
            values.put(name, labelled("fact \"" + label + "\"", feature));
        case Part.Offer(String title, Candidates<?> candidates) -> {
          values.put(name, labelled("offer \"" + title + "\" from", candidates.knowledge()));
          offer(name, candidates, values);
        }
      }
    }
    prompt.budget().ifPresent(b -> values.put("budget", Field.text(b.tokens() + " tokens")));
    return values;
  }

  private static void offer(
      String part, Candidates<?> candidates, SequencedMap<String, Field> values) {
    if (!candidates.like().isEmpty()) {
      values.put(part + " like", Field.many(candidates.like().stream().map(Field::uses).toList()));
    }
    for (Candidates.Filter<?> filter : candidates.filters()) {
      merge(
          values,
          part + " require " + filter.feature().name(),
          Field.many(
              List.of(
                  Field.uses(filter.feature()),
                  Field.text(ValueText.ofCondition(filter.condition())))));
    }
    values.put(part + " similarity", Field.text(candidates.similarityWeight()));
    for (Feature.Weight term : candidates.terms()) {
      merge(
          values,
          part + " rank by " + term.feature().name(),
          labelled(term.weight() + " x", term.feature()));
    }
    if (candidates.retrieve() > 0) {
      values.put(part + " retrieve", Field.text(candidates.retrieve()));
    }
    values.put(part + " top", Field.text(candidates.top()));
    if (!candidates.shown().isEmpty()) {
      values.put(part + " with", Field.many(candidates.shown().stream().map(Field::uses).toList()));
    }
  }

  /** A feature may be named twice. */
  private static void merge(SequencedMap<String, Field> values, String name, Field field) {
    values.merge(name, Field.many(List.of(field)), (one, more) -> Field.many(List.of(one, more)));
  }

  private static Field labelled(String label, Definition used) {
    return Field.many(List.of(Field.many(List.of(Field.text(label), Field.uses(used)))));
  }
}
