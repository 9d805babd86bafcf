package dev.rapport.api.prompt;

/** How many tokens a prompt may have; the tokenizer is chosen where Rapport is opened. */
public record TokenBudget(int tokens) {
  public TokenBudget {
    if (tokens < 1) {
      throw new IllegalArgumentException("tokens: " + tokens + " (expected: 1 or more)");
    }
  }

  public static TokenBudget tokens(int tokens) {
    return new TokenBudget(tokens);
  }
}
