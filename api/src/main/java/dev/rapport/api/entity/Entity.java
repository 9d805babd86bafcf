package dev.rapport.api.entity;

import dev.rapport.api.schema.Type;
import java.util.Objects;

/**
 * A kind of thing that facts are about, such as a user or a destination.
 *
 * @param <K> the class of its keys: {@code String}, {@code Long}, {@code Integer}, {@code UUID} or
 *     an enum
 */
public record Entity<K>(String name, Type<K> keyType, Metadata metadata) implements Definition {
  public Entity {
    Definition.checkName("entity", name);
    Objects.requireNonNull(metadata, "metadata");
    if (!(keyType.equals(Type.STRING)
        || keyType.equals(Type.LONG)
        || keyType.equals(Type.INTEGER)
        || keyType.equals(Type.UUID)
        || keyType instanceof Type.EnumOf<?>)) {
      throw new IllegalArgumentException(
          "entity "
              + name
              + ": key type "
              + keyType
              + " (expected: string, long, integer, uuid or an enum)");
    }
  }

  /**
   * An entity and the class of its keys.
   *
   * @throws IllegalArgumentException for a class that is no key, or a wrong name
   */
  public static <K> Entity<K> of(String name, Class<K> keyClass) {
    Objects.requireNonNull(keyClass, "entity " + name + ": key class: null (expected: a class)");
    return new Entity<>(name, Type.of(keyClass), Metadata.NONE);
  }

  public Entity<K> describedAs(String description) {
    return new Entity<>(name, keyType, metadata.withDescription(description));
  }

  public Entity<K> ownedBy(String owner) {
    return new Entity<>(name, keyType, metadata.withOwner(owner));
  }

  public Entity<K> tagged(String... tags) {
    return new Entity<>(name, keyType, metadata.withTags(tags));
  }
}
