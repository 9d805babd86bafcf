package dev.rapport.api.prompt;

import dev.rapport.api.question.Context;
import java.util.List;

/**
 * A finished prompt.
 *
 * @param text what the model reads
 * @param tokens how many tokens that is, by the tokenizer in use
 * @param context the answers to the features of its facts
 * @param candidates the candidates in the text, best first, of all offers in order
 * @param leftOut what the budget left out, one phrase each
 */
public record RenderedPrompt(
    Prompt prompt,
    String text,
    int tokens,
    Context context,
    List<Candidate> candidates,
    List<String> leftOut) {
  public RenderedPrompt {
    candidates = List.copyOf(candidates);
    leftOut = List.copyOf(leftOut);
  }
}
