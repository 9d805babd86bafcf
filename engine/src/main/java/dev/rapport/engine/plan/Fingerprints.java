package dev.rapport.engine.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rapport.api.entity.Definition;
import dev.rapport.engine.definition.DefinitionKind;
import dev.rapport.engine.definition.Description;
import dev.rapport.engine.definition.Description.Field;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Fingerprints of definitions: SHA-256 in hex, the same for the same definition in every process.
 * That of the values covers what decides what is computed: every field, the fingerprints of the
 * definitions it uses, and the compiled code of its functions with what was written together with
 * it and they call. That of the papers covers description, owner and tags.
 *
 * <p>What code reads from outside itself (a mutable field, a file, the clock) is not covered. Not
 * safe for several threads.
 */
public final class Fingerprints {
  private final ClassFiles files = new ClassFiles();
  private final IdentityHashMap<Definition, String> values = new IdentityHashMap<>();
  private final IdentityHashMap<Serializable, String> codes = new IdentityHashMap<>();

  /** The fingerprint of a definition's values. */
  public static String of(Definition definition) {
    return new Fingerprints().ofValues(definition);
  }

  /** The fingerprint of what decides what is computed. */
  public String ofValues(Definition definition) {
    String known = values.get(definition);
    if (known != null) {
      return known;
    }
    String fingerprint = of(definition, Description.of(definition).values());
    values.put(definition, fingerprint);
    return fingerprint;
  }

  /** The fingerprint of what decides nothing: description, owner, tags. */
  public String ofPapers(Definition definition) {
    return of(definition, Description.of(definition).papers());
  }

  /** The fingerprint of a lambda, a method reference or another object with functions. */
  public String ofCode(Serializable function) {
    String known = codes.get(function);
    if (known != null) {
      return known;
    }
    String fingerprint = sha256(new CodeText(files).of(function));
    codes.put(function, fingerprint);
    return fingerprint;
  }

  private String of(Definition definition, Map<String, Field> fields) {
    StringBuilder text = new StringBuilder();
    append(text, DefinitionKind.of(definition).label());
    append(text, definition.name());
    fields.forEach((name, field) -> {
      append(text, name);
      append(text, field);
    });
    return sha256(text.toString());
  }

  private void append(StringBuilder text, Field field) {
    switch (field) {
      case Field.Text(String constant) -> append(text.append('t'), constant);
      case Field.Uses(Definition used) -> append(text.append('u'), ofValues(used));
      case Field.Code(Serializable function) -> append(text.append('c'), ofCode(function));
      case Field.Many(var fields) -> {
        text.append('[');
        fields.forEach(each -> append(text, each));
        text.append(']');
      }
    }
  }

  private static void append(StringBuilder text, String part) {
    text.append(part.length()).append(':').append(part);
  }

  private static String sha256(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
