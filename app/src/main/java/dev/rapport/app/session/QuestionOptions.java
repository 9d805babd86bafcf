package dev.rapport.app.session;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Request;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.catalog.CheckedCatalog;
import dev.rapport.engine.value.TextValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is asked: about whom, with what, when. */
public final class QuestionOptions {
  @Option(
      names = "--about",
      paramLabel = "ENTITY=KEY",
      description = "Whom or what the question is about, such as user=ann; once for each entity.")
  private List<String> about = List.of();

  @Option(
      names = "--with",
      paramLabel = "INPUT=VALUE",
      description =
          "A request input; a number, a list or a record is JSON:"
              + " here='{\"lat\":48.9,\"lon\":2.4}'.")
  private List<String> with = List.of();

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description =
          "Ask what was known strictly before this moment, such as 2026-07-01T12:00:00Z; without a"
              + " zone it is UTC. Default: now.")
  private @Nullable String asOf;

  /**
   * The question, its names and values checked against a catalog.
   *
   * @throws RapportException of kind {@code USER} for a name that is not there or a value of
   *     another type
   */
  public Question question(CheckedCatalog catalog, String words) {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (String text : about) {
      String name = name("--about", text, "ENTITY=KEY, such as user=ann");
      Entity<?> entity = catalog.entity(name);
      if (value(text).isBlank()) {
        throw RapportException.user(
            "--about " + name, "an empty key", name + "=KEY, a key that is not empty");
      }
      put(keys, "--about", entity.name(), parse("--about", name, entity.keyType(), value(text)));
    }
    Map<String, Object> inputs = new LinkedHashMap<>();
    for (String text : with) {
      String name = name("--with", text, "INPUT=VALUE");
      Request<?> request = catalog.request(name);
      put(inputs, "--with", name, parse("--with", name, request.type(), value(text)));
    }
    Question question = new Question(keys, inputs, words, Optional.empty());
    return asOf == null ? question : question.at(parse("--as-of", "", Type.INSTANT, asOf));
  }

  private static void put(Map<String, Object> values, String option, String name, Object value) {
    if (values.putIfAbsent(name, value) != null) {
      throw RapportException.user(option + " " + name, "said twice", "each name once");
    }
  }

  private static String name(String option, String text, String expected) {
    int at = text.indexOf('=');
    if (at < 1) {
      throw RapportException.user(option, text, expected);
    }
    return text.substring(0, at).strip();
  }

  private static String value(String text) {
    return text.substring(text.indexOf('=') + 1);
  }

  private static <T> T parse(String option, String name, Type<T> type, String text) {
    try {
      return TextValues.parse(type, text);
    } catch (IllegalArgumentException e) {
      throw new RapportException(
          RapportException.Kind.USER,
          option + (name.isEmpty() ? "" : " " + name) + ": " + e.getMessage(),
          e);
    }
  }
}
