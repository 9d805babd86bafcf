package dev.rapport.api.entity;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The papers of a definition. None of them changes what is computed.
 *
 * @param description one or two sentences for people, empty if none
 * @param owner who answers for it, empty if nobody is named
 * @param tags words to find it by, sorted
 */
public record Metadata(String description, String owner, SortedSet<String> tags) {
  public static final Metadata NONE = new Metadata("", "", new TreeSet<>());

  public Metadata {
    Objects.requireNonNull(description, "description: null (expected: a text)");
    Objects.requireNonNull(owner, "owner: null (expected: a name)");
    tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
  }

  public Metadata withDescription(String description) {
    return new Metadata(description, owner, tags);
  }

  public Metadata withOwner(String owner) {
    return new Metadata(description, owner, tags);
  }

  /** Adds tags to those there are. */
  public Metadata withTags(String... more) {
    SortedSet<String> all = new TreeSet<>(tags);
    for (String tag : more) {
      all.add(Objects.requireNonNull(tag, "tag: null (expected: a word)"));
    }
    return new Metadata(description, owner, all);
  }
}
