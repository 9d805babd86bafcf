package dev.rapport.spi.model;

import java.util.List;

/** Turns texts into vectors of length 1 whose dot product is their similarity. Thread-safe. */
public interface EmbeddingModel {
  /** Which model: vectors of one name are comparable. */
  String name();

  int dimensions();

  /** One vector for each text, in order. */
  List<float[]> embed(List<String> texts);
}
