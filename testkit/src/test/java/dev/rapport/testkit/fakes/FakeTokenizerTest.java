package dev.rapport.testkit.fakes;

import dev.rapport.spi.model.Tokenizer;
import dev.rapport.testkit.contract.TokenizerContract;

class FakeTokenizerTest extends TokenizerContract {
  @Override
  protected Tokenizer tokenizer() {
    return new FakeTokenizer();
  }
}
