package dev.rapport.api.feature;

import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Metadata;
import dev.rapport.api.schema.Type;
import java.util.Objects;

/**
 * A value that arrives with the question, such as where the user is now.
 *
 * @param <T> its type
 */
public record Request<T>(String name, Type<T> type, Metadata metadata)
    implements Input<T>, Definition {
  public Request {
    Definition.checkName("request input", name);
    Objects.requireNonNull(type, () -> "request input " + name + ": type: null (expected: a type)");
    Objects.requireNonNull(metadata, "metadata");
  }

  /**
   * An input of a class.
   *
   * @throws IllegalArgumentException for a class that no value can have
   */
  public static <T> Request<T> of(String name, Class<T> javaClass) {
    return of(name, Type.of(javaClass));
  }

  public static <T> Request<T> of(String name, Type<T> type) {
    return new Request<>(name, type, Metadata.NONE);
  }

  public Request<T> describedAs(String description) {
    return new Request<>(name, type, metadata.withDescription(description));
  }

  public Request<T> ownedBy(String owner) {
    return new Request<>(name, type, metadata.withOwner(owner));
  }

  public Request<T> tagged(String... tags) {
    return new Request<>(name, type, metadata.withTags(tags));
  }
}
