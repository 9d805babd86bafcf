package dev.rapport.engine.answer;

import dev.rapport.api.question.Question;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A question as it is evaluated: at a moment in micros.
 *
 * @param recorded whether only recorded answers of services may be used: a question of the past
 */
record Frame(
    Map<String, Object> keys,
    Map<String, Object> inputs,
    String words,
    long moment,
    boolean recorded) {

  static Frame of(Question question, long moment) {
    return new Frame(
        question.keys(), question.inputs(), question.words(), moment, question.at().isPresent());
  }

  /** The same about another item. */
  Frame with(String entity, Object key) {
    Map<String, Object> more = new LinkedHashMap<>(keys);
    more.put(entity, key);
    return new Frame(more, inputs, words, moment, recorded);
  }
}
