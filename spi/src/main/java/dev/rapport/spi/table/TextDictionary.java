package dev.rapport.spi.table;

/**
 * Texts by code: 0, 1, 2... It may grow while a table is read or written, but a code keeps its text
 * for as long as the dictionary lives.
 */
public interface TextDictionary {
  /** How many codes there are by now. */
  int size();

  /** The text of a code from 0 to {@code size() - 1}. */
  String text(int code);
}
