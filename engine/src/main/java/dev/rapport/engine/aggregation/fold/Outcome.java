package dev.rapport.engine.aggregation.fold;

/** What an aggregation makes of the facts of a window. */
public sealed interface Outcome {
  /** A value. */
  record Value(Object value) implements Outcome {}

  /** The fact that counts is there and holds null. */
  record Null() implements Outcome {}

  /** Nothing to make a value of. */
  record Absent() implements Outcome {}

  /** It has no value that fits its type. */
  record Failure(String reason) implements Outcome {}
}
