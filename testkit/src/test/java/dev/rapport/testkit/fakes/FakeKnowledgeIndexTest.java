package dev.rapport.testkit.fakes;

import dev.rapport.spi.index.KnowledgeIndex;
import dev.rapport.testkit.contract.KnowledgeIndexContract;

class FakeKnowledgeIndexTest extends KnowledgeIndexContract {
  @Override
  protected KnowledgeIndex create() {
    return new FakeKnowledgeIndex();
  }
}
