package dev.rapport.api.prompt;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.knowledge.Candidates;
import java.util.Objects;

/** One part of a prompt, in the order in which it is written. */
public sealed interface Part {
  /** Text that is always there. */
  record Instruction(String text) implements Part {
    public Instruction {
      Objects.requireNonNull(text, "prompt: instruct: null (expected: a text)");
    }
  }

  /** What is known: a line {@code label: value}, left out where there is no value. */
  record Fact(String label, Feature<?> feature) implements Part {
    public Fact {
      Objects.requireNonNull(label, "prompt: fact: null (expected: a label)");
      Objects.requireNonNull(
          feature,
          () ->
              "prompt: fact "
                  + label
                  + ": null (expected: a feature; is it a constant used before it is initialised?)");
    }
  }

  /** A table of candidates. */
  record Offer(String title, Candidates<?> candidates) implements Part {
    public Offer {
      Objects.requireNonNull(title, "prompt: offer: null (expected: a title)");
      Objects.requireNonNull(candidates, "prompt: offer: null (expected: candidates)");
    }
  }
}
