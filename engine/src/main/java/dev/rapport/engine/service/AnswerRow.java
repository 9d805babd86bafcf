package dev.rapport.engine.service;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Service;
import dev.rapport.engine.value.Conversion;
import dev.rapport.engine.value.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * What a service said to a request, as a row of the log: request and answer; from then on the
 * moment of the question that was served, and why there is no answer. A row without request says
 * that a whole call failed, for whatever is asked at that moment; such are read, and not written
 * any more.
 *
 * @param request null where a whole call failed
 * @param answer null where there is none
 * @param moment of the question that asked; null where it is not known
 */
record AnswerRow(
    @Nullable Object request, @Nullable Object answer, @Nullable Long moment, String reason) {

  static AnswerRow answer(Object request, long moment, Object answer) {
    return new AnswerRow(request, answer, moment, "");
  }

  static AnswerRow nothing(Object request, long moment, String reason) {
    return new AnswerRow(request, null, moment, reason);
  }

  byte[] encode() {
    return ValueCodec.encode(new @Nullable Object[] {request, answer, moment, reason});
  }

  /** The values of a row, of whatever types. */
  static @Nullable Object[] values(byte[] payload) {
    @Nullable Object[] values = ValueCodec.decode(payload);
    if (values.length != 2 && values.length != 4) {
      throw RapportException.dependency(values.length + " values (expected: 2 or 4)", null);
    }
    return values;
  }

  /** The moment of the question that asked; null where it is not known. */
  static @Nullable Long moment(@Nullable Object[] values) {
    return values.length == 2 ? null : (Long) values[2];
  }

  /** The row of values; null where they are of other types than the service has today. */
  static @Nullable AnswerRow of(@Nullable Object[] values, Service<?, ?> service) {
    try {
      return new AnswerRow(
          values[0] == null ? null : Conversion.required(service.requestType(), values[0]),
          values[1] == null ? null : Conversion.required(service.answerType(), values[1]),
          moment(values),
          values.length == 2 ? "" : String.valueOf(values[3]));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
