package dev.rapport.spi.model;

/** Counts the tokens of a text as a model does. Thread-safe. */
public interface Tokenizer {
  /** Which encoding. */
  String name();

  int count(String text);
}
