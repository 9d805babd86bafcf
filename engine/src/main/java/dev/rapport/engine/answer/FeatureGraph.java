package dev.rapport.engine.answer;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Input;
import dev.rapport.api.feature.Request;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** What features read. */
public final class FeatureGraph {
  private FeatureGraph() {}

  /** Features and everything they read, inputs before those who read them. */
  public static Set<Feature<?>> closure(Collection<? extends Feature<?>> features) {
    Set<Feature<?>> reached = new LinkedHashSet<>();
    features.forEach(feature -> reach(feature, reached));
    return reached;
  }

  private static void reach(Input<?> input, Set<Feature<?>> reached) {
    switch (input) {
      case Feature<?> feature -> {
        if (!reached.contains(feature)) {
          feature.inputs().forEach(inner -> reach(inner, reached));
          feature.fallbacks().forEach(fallback -> reach(fallback, reached));
          reached.add(feature);
        }
      }
      case Input.Optionally<?>(Input<?> inner) -> reach(inner, reached);
      case Request<?> _, Input.Moment _, Input.Words _ -> {}
    }
  }
}
