package dev.rapport.engine.prompt;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.prompt.Part;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.engine.answer.Needs;
import java.util.ArrayList;
import java.util.List;

/** What a question must name for a prompt. */
final class PromptNeeds {
  private PromptNeeds() {}

  static Needs of(Prompt prompt) {
    Needs needs = Needs.of(List.of(), null);
    for (Part part : prompt.parts()) {
      needs =
          switch (part) {
            case Part.Instruction _ -> needs;
            case Part.Fact fact -> needs.and(Needs.of(List.of(fact.feature()), null));
            case Part.Offer offer -> needs.and(of(offer.candidates()));
          };
    }
    return needs;
  }

  /** The platform finds the items, so that no question names them. */
  static Needs of(Candidates<?> candidates) {
    List<Feature<?>> ofItems = new ArrayList<>(candidates.shown());
    candidates.filters().forEach(filter -> ofItems.add(filter.feature()));
    candidates.terms().forEach(term -> ofItems.add(term.feature()));
    return Needs.of(candidates.like(), null)
        .and(Needs.of(ofItems, candidates.knowledge().entity()));
  }
}
