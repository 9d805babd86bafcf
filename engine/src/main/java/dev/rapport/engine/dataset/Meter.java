package dev.rapport.engine.dataset;

import dev.rapport.engine.Progress;

/** Counts the work of all passes as one: facts read, questions answered, rows written. */
final class Meter {
  private static final String WHAT = "dataset";

  private final Progress progress;
  private final long total;
  private String stage = "";
  private long done;

  /** What was read since the last pass. */
  private long read;

  /** What was read of the source that is being read. */
  private long ofSource;

  private String reading = "";

  /**
   * Reports to a progress.
   *
   * @param facts how many facts are read in all passes together
   * @param rounds how many times all questions are answered
   * @param questions how many there are, which are written at the end
   */
  Meter(Progress progress, long facts, int rounds, long questions) {
    this.progress = progress;
    this.total = facts + (rounds + 1) * questions;
  }

  void stage(String stage) {
    this.stage = stage;
    read = 0;
    ofSource = 0;
    reading = "";
  }

  /** The progress of reading. */
  Progress reading() {
    return (what, count, _) -> {
      if (!what.equals(reading)) {
        reading = what;
        read += ofSource;
      }
      ofSource = count;
      at(stage + ", " + what, read + ofSource);
    };
  }

  /** What was read since the last pass is needed no second time. */
  void wasRead() {
    done += read + ofSource;
    read = 0;
    ofSource = 0;
  }

  void answered(long questions) {
    done += questions;
    at(stage + ", answering", 0);
  }

  void written(long rows) {
    done += rows;
    at(stage, 0);
  }

  private void at(String stage, long more) {
    progress.at(WHAT, stage, Math.min(total, done + more), total);
  }
}
