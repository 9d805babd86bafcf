package dev.rapport.testkit.fakes;

import dev.rapport.spi.model.Tokenizer;

/** Counts words: runs of letters and digits. Immutable. */
public final class FakeTokenizer implements Tokenizer {
  public FakeTokenizer() {}

  @Override
  public String name() {
    return "words";
  }

  @Override
  public int count(String text) {
    return Words.of(text).size();
  }
}
