package dev.rapport.testkit.fakes;

import dev.rapport.spi.model.EmbeddingModel;
import dev.rapport.testkit.contract.EmbeddingModelContract;

class FakeEmbeddingModelTest extends EmbeddingModelContract {
  @Override
  protected EmbeddingModel model() {
    return new FakeEmbeddingModel(64);
  }
}
