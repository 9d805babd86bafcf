package dev.rapport.platform;

import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.plan.Plan;
import java.util.Map;

/**
 * What applying a catalog did.
 *
 * @param plan what changed; empty where the catalog was applied already
 * @param loaded what became of the rows of each source that was read, by its name
 */
public record Applied(Plan plan, Map<String, Intake> loaded) {
  public Applied {
    loaded = Map.copyOf(loaded);
  }
}
