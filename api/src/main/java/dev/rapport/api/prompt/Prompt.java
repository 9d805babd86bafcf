package dev.rapport.api.prompt;

import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Metadata;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.FeatureSet;
import dev.rapport.api.knowledge.Candidates;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A prompt as structure. It is written part by part; the user's own words come last. Where it is
 * over its budget, candidates are left out from the lowest rank up, then facts from the last up;
 * instructions and the user's words are never cut: a budget that they alone exceed is an error.
 * Immutable.
 */
public record Prompt(String name, List<Part> parts, Optional<TokenBudget> budget, Metadata metadata)
    implements Definition {
  public Prompt {
    Definition.checkName("prompt", name);
    parts = List.copyOf(parts);
  }

  public static Prompt named(String name) {
    return new Prompt(name, List.of(), Optional.empty(), Metadata.NONE);
  }

  /** Adds text that is always there. */
  public Prompt instruct(String text) {
    return plus(new Part.Instruction(text));
  }

  /** Adds a line with the value of a feature. */
  public Prompt fact(String label, Feature<?> feature) {
    return plus(new Part.Fact(label, feature));
  }

  /** Adds a line for each feature of a set, labelled by its name. */
  public Prompt facts(FeatureSet features) {
    Objects.requireNonNull(features, "prompt: facts: null (expected: a feature set)");
    Prompt all = this;
    for (Feature<?> feature : features.features()) {
      all = all.fact(feature.name().replace('_', ' '), feature);
    }
    return all;
  }

  /** Adds a table of candidates under the name of their collection. */
  public Prompt offer(Candidates<?> candidates) {
    Objects.requireNonNull(candidates, "prompt: offer: null (expected: candidates)");
    return offer(candidates.knowledge().name().replace('_', ' '), candidates);
  }

  /** Adds a table of candidates. */
  public Prompt offer(String title, Candidates<?> candidates) {
    return plus(new Part.Offer(title, candidates));
  }

  public Prompt within(TokenBudget budget) {
    Objects.requireNonNull(
        budget, "prompt: within: null (expected: a budget such as tokens(2_000))");
    return new Prompt(name, parts, Optional.of(budget), metadata);
  }

  /** The same under another name: to go on from it, level by level. */
  public Prompt as(String name) {
    return new Prompt(name, parts, budget, metadata);
  }

  public Prompt describedAs(String description) {
    return new Prompt(name, parts, budget, metadata.withDescription(description));
  }

  public Prompt ownedBy(String owner) {
    return new Prompt(name, parts, budget, metadata.withOwner(owner));
  }

  public Prompt tagged(String... tags) {
    return new Prompt(name, parts, budget, metadata.withTags(tags));
  }

  private Prompt plus(Part part) {
    List<Part> more = new ArrayList<>(parts);
    more.add(part);
    return new Prompt(name, more, budget, metadata);
  }
}
