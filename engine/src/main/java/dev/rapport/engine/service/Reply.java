package dev.rapport.engine.service;

/** What is known of a request at a moment. */
public sealed interface Reply {

  /** An answer, and when it was given. */
  record Known(Object answer, long answeredMicros) implements Reply {}

  /** Asked for a question of that very moment, in vain. */
  record Nothing(String reason) implements Reply {}
}
