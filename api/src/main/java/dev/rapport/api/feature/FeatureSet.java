package dev.rapport.api.feature;

import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Metadata;
import java.util.List;
import java.util.Objects;

/** Features under one name, in order: what a prompt, a dataset or a request asks for at once. */
public record FeatureSet(String name, List<Feature<?>> features, Metadata metadata)
    implements Definition {
  public FeatureSet {
    Definition.checkName("feature set", name);
    features.forEach(feature ->
        Objects.requireNonNull(
            feature, () -> "feature set " + name + ": null (expected: a feature)"));
    features = List.copyOf(features);
    Objects.requireNonNull(metadata, "metadata");
    if (features.isEmpty()) {
      throw new IllegalArgumentException(
          "feature set " + name + ": no features (expected: at least one)");
    }
  }

  public static FeatureSet named(String name, Feature<?>... features) {
    return new FeatureSet(name, java.util.Arrays.asList(features), Metadata.NONE);
  }

  public FeatureSet describedAs(String description) {
    return new FeatureSet(name, features, metadata.withDescription(description));
  }

  public FeatureSet ownedBy(String owner) {
    return new FeatureSet(name, features, metadata.withOwner(owner));
  }

  public FeatureSet tagged(String... tags) {
    return new FeatureSet(name, features, metadata.withTags(tags));
  }
}
