package dev.rapport.engine;

/** Told how far long work is. Called often; may be called from any thread, one call at a time. */
@FunctionalInterface
public interface Progress {
  Progress NONE = (what, done, total) -> {};

  /**
   * How far it is.
   *
   * @param what is being done, a few words that stay the same for one piece of work
   * @param done how many rows are done
   * @param total how many there are, -1 where that is not known
   */
  void at(String what, long done, long total);

  /**
   * The same for work of several stages that is counted as one.
   *
   * @param stage where in the work it is, such as {@code pass 2 of 5}; it changes while the counts
   *     go on
   */
  default void at(String what, String stage, long done, long total) {
    at(what, done, total);
  }
}
