package dev.rapport.engine.answer;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Source;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/** A stream of money spent, about users and shops. */
final class Spending {
  static final Entity<String> USER = Entity.of("user", String.class);
  static final Entity<Long> SHOP = Entity.of("shop", Long.class);
  static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  /** Money spent; user, shop and amount may be null. */
  @NullUnmarked
  record Spent(
      String user,
      Long shop,
      Instant at,
      Instant learnedAt,
      Double amount,
      long points,
      String kind) {}

  static final Source<Spent> SPENT =
      Source.stream(Spent.class, "spent")
          .at(Spent::at)
          .about(USER, Spent::user)
          .about(SHOP, Spent::shop);

  private Spending() {}
}
