package dev.rapport.app.output;

import dev.rapport.api.prompt.Candidate;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results as JSON documents: maps, lists and values. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /** A document as indented text. */
  public static String text(Object document) {
    return MAPPER.writeValueAsString(document);
  }

  /** A document from its text. */
  public static Object parse(String text) {
    return MAPPER.readValue(text, Object.class);
  }

  /** An object of names and values in turn, in that order. */
  public static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return object;
  }

  /** The answers to a question. */
  public static Map<String, @Nullable Object> context(Context context) {
    List<Object> answers = new ArrayList<>();
    context.answers().forEach(answer -> answers.add(answer(answer)));
    return object(
        "moment", context.moment().toString(),
        "about", context.question().keys(),
        "with", context.question().inputs(),
        "words", context.question().words(),
        "answers", answers);
  }

  /** An answer with what it rests on. */
  public static Map<String, @Nullable Object> answer(Answer<?> answer) {
    Answer.Evidence evidence = answer.evidence();
    return object(
        "feature", answer.feature().name(),
        "value", answer.value(),
        "status", answer.status().name().toLowerCase(Locale.ROOT),
        "reason", answer.reason(),
        "source", evidence.source(),
        "eventTime", evidence.eventTime().map(Object::toString).orElse(null),
        "ageSeconds", evidence.age().map(age -> age.toNanos() / 1e9).orElse(null),
        "facts", evidence.facts());
  }

  /** A candidate with the terms of its score. */
  public static Map<String, @Nullable Object> candidate(Candidate candidate) {
    List<Object> terms = new ArrayList<>();
    candidate
        .terms()
        .forEach(term ->
            terms.add(
                object(
                    "name", term.name(),
                    "weight", term.weight(),
                    "contribution", term.contribution())));
    List<Object> answers = new ArrayList<>();
    candidate.context().answers().forEach(answer -> answers.add(answer(answer)));
    return object(
        "key", candidate.key(), "score", candidate.score(), "terms", terms, "answers", answers);
  }
}
