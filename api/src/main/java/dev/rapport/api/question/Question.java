package dev.rapport.api.question;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Request;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is asked: the keys of entities, the request's inputs, the user's words and a moment. Without
 * a moment it asks now; with one it asks what was known then, strictly before it. Keys and inputs
 * are kept by name; whoever answers checks them.
 *
 * @param keys from an entity's name to a key
 * @param inputs from a request input's name to a value
 * @param words the user's own words, empty if none
 * @param at the moment; empty: now
 */
public record Question(
    Map<String, Object> keys, Map<String, Object> inputs, String words, Optional<Instant> at) {
  public Question {
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    Objects.requireNonNull(words, "words: null (expected: a text)");
    Objects.requireNonNull(at, "at");
  }

  /** A question about nobody in particular. */
  public static Question aboutNobody() {
    return new Question(Map.of(), Map.of(), "", Optional.empty());
  }

  /** A question about one entity; see {@link #and} for more. */
  public static <K> Question about(Entity<K> entity, K key) {
    return aboutNobody().and(entity, key);
  }

  /** Names the key of a further entity. */
  public <K> Question and(Entity<K> entity, K key) {
    Objects.requireNonNull(entity, "question: entity: null (expected: an entity)");
    Objects.requireNonNull(
        key, () -> "question: " + entity.name() + ": null (expected: a " + entity.keyType() + ")");
    Map<String, Object> more = new LinkedHashMap<>(keys);
    more.put(entity.name(), key);
    return new Question(more, inputs, words, at);
  }

  /** Gives a request input its value. */
  public <T> Question with(Request<T> input, T value) {
    Objects.requireNonNull(input, "question: input: null (expected: a request input)");
    Objects.requireNonNull(
        value, () -> "question: " + input.name() + ": null (expected: a " + input.type() + ")");
    Map<String, Object> more = new LinkedHashMap<>(inputs);
    more.put(input.name(), value);
    return new Question(keys, more, words, at);
  }

  /** The user's own words. */
  public Question saying(String words) {
    return new Question(keys, inputs, words, at);
  }

  /** Asks what was known strictly before a moment. */
  public Question at(Instant moment) {
    return new Question(
        keys,
        inputs,
        words,
        Optional.of(Objects.requireNonNull(moment, "question: at: null (expected: a moment)")));
  }
}
