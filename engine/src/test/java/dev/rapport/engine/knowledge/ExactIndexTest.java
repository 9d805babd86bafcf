package dev.rapport.engine.knowledge;

import dev.rapport.spi.index.KnowledgeIndex;
import dev.rapport.testkit.contract.KnowledgeIndexContract;

/** Exact search keeps the contract of an index. */
final class ExactIndexTest extends KnowledgeIndexContract {
  @Override
  protected KnowledgeIndex create() {
    return new ExactIndex();
  }
}
