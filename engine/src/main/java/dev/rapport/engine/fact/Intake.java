package dev.rapport.engine.fact;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of the rows of a source. Counts are exact; of the rows set aside the first are kept.
 */
public final class Intake {
  /** How many rows that were set aside are kept to be shown. */
  public static final int SHOWN = 100;

  private long accepted;
  private long redelivered;
  private long droppedLate;
  private long setAsideCount;
  private final List<SetAside> setAside = new ArrayList<>();

  /** What became of one row. */
  public enum Outcome {
    ACCEPTED,
    /** The same version of the same fact again. */
    REDELIVERED,
    /** Learned later than the source allows. */
    DROPPED_LATE,
    /** It cannot be a fact. */
    SET_ASIDE
  }

  /**
   * A row that cannot be a fact.
   *
   * @param place which row
   * @param reason {@code component: value (expected: condition)}
   */
  public record SetAside(String place, String reason) {
    @Override
    public String toString() {
      return place + ": " + reason;
    }
  }

  public Outcome accepted() {
    accepted++;
    return Outcome.ACCEPTED;
  }

  /** Counts so many. */
  void accepted(int rows) {
    accepted += rows;
  }

  public Outcome redelivered() {
    redelivered++;
    return Outcome.REDELIVERED;
  }

  public Outcome droppedLate() {
    droppedLate++;
    return Outcome.DROPPED_LATE;
  }

  public Outcome setAside(String place, String reason) {
    setAsideCount++;
    if (setAside.size() < SHOWN) {
      setAside.add(new SetAside(place, reason));
    }
    return Outcome.SET_ASIDE;
  }

  /** Takes back that a row was counted, which is counted with another part of its source. */
  public void countedElsewhere(Outcome outcome) {
    switch (outcome) {
      case ACCEPTED -> accepted--;
      case REDELIVERED -> redelivered--;
      case DROPPED_LATE -> droppedLate--;
      case SET_ASIDE -> {
        setAsideCount--;
        if (setAsideCount < setAside.size()) {
          setAside.removeLast();
        }
      }
    }
  }

  public long acceptedCount() {
    return accepted;
  }

  public long redeliveredCount() {
    return redelivered;
  }

  public long droppedLateCount() {
    return droppedLate;
  }

  public long setAsideCount() {
    return setAsideCount;
  }

  /** The first rows that were set aside. */
  public List<SetAside> firstSetAside() {
    return List.copyOf(setAside);
  }

  /** The same without saying which rows were set aside, where the places are those of a part. */
  public Intake withoutPlaces() {
    Intake same = plus(new Intake());
    same.setAside.replaceAll(one -> new SetAside("a row", one.reason()));
    return same;
  }

  /** These and those, as they are now. */
  public Intake plus(Intake other) {
    Intake sum = new Intake();
    sum.add(this);
    sum.add(other);
    return sum;
  }

  /** Counts what another counted too. */
  void add(Intake other) {
    accepted += other.accepted;
    redelivered += other.redelivered;
    droppedLate += other.droppedLate;
    setAsideCount += other.setAsideCount;
    setAside.addAll(
        other.setAside.subList(0, Math.min(other.setAside.size(), SHOWN - setAside.size())));
  }
}
