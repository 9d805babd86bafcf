package dev.rapport.api.knowledge;

import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.entity.Metadata;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Accessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A searchable collection of items: the newest fact of a source about each key of an entity. The
 * texts of an item are what it is searched by.
 *
 * @param <K> the class of the items' keys
 * @param texts the components, of type text or list of texts, that are searched, in order
 */
public record Knowledge<K>(
    String name, Entity<K> entity, Source<?> source, List<Accessor<?, ?>> texts, Metadata metadata)
    implements Definition {
  public Knowledge {
    Definition.checkName("knowledge", name);
    Objects.requireNonNull(
        entity, () -> "knowledge " + name + ": entity: null (expected: an entity)");
    Objects.requireNonNull(
        source, () -> "knowledge " + name + ": source: null (expected: a source)");
    texts = List.copyOf(texts);
  }

  /** Starts a collection; say with {@link Draft#text} what it is searched by. */
  public static <K, R> Draft<K, R> of(String name, Entity<K> entity, Source<R> source) {
    return new Draft<>(name, entity, source);
  }

  /** A collection whose texts are still to be named. */
  public record Draft<K, R>(String name, Entity<K> entity, Source<R> source) {
    /** The components that are searched: texts or lists of texts. */
    @SafeVarargs
    public final Knowledge<K> text(Accessor<R, ?> first, Accessor<R, ?>... more) {
      List<Accessor<?, ?>> texts = new ArrayList<>();
      texts.add(given(first));
      for (Accessor<R, ?> text : more) {
        texts.add(given(text));
      }
      return new Knowledge<>(name, entity, source, texts, Metadata.NONE);
    }

    private Accessor<R, ?> given(Accessor<R, ?> text) {
      return Objects.requireNonNull(
          text, () -> "knowledge " + name + ": text: null (expected: a record component)");
    }
  }

  public Knowledge<K> describedAs(String description) {
    return new Knowledge<>(name, entity, source, texts, metadata.withDescription(description));
  }

  public Knowledge<K> ownedBy(String owner) {
    return new Knowledge<>(name, entity, source, texts, metadata.withOwner(owner));
  }

  public Knowledge<K> tagged(String... tags) {
    return new Knowledge<>(name, entity, source, texts, metadata.withTags(tags));
  }
}
