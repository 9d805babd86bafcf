package dev.rapport.api.catalog;

import dev.rapport.api.entity.Definition;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The roots of everything an application defines: prompts, features, feature sets, sources and
 * knowledge. What they reach belongs to the catalog.
 */
public record Catalog(List<Definition> roots) {
  public Catalog {
    roots.forEach(root ->
        Objects.requireNonNull(
            root,
            "catalog: null (expected: a definition; is it a constant used before it is initialised?)"));
    roots = List.copyOf(roots);
  }

  public static Catalog of(Definition... roots) {
    return new Catalog(Arrays.asList(roots));
  }
}
