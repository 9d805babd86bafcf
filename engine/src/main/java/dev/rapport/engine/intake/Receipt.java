package dev.rapport.engine.intake;

import dev.rapport.engine.fact.Intake;
import java.util.List;

/**
 * The acknowledgement of facts that were pushed: what is accepted is on disk.
 *
 * @param accepted how many were accepted
 * @param redelivered how many were already there
 * @param droppedLate how many came later than the source allows
 * @param ahead how many of the accepted are not seen yet, as their event or known time is ahead
 * @param setAside those that cannot be facts, each with its place and reason
 */
public record Receipt(
    long accepted, long redelivered, long droppedLate, long ahead, List<Intake.SetAside> setAside) {
  public Receipt {
    setAside = List.copyOf(setAside);
  }

  /** These and those. */
  public Receipt plus(Receipt other) {
    return new Receipt(
        accepted + other.accepted,
        redelivered + other.redelivered,
        droppedLate + other.droppedLate,
        ahead + other.ahead,
        java.util.stream.Stream.concat(setAside.stream(), other.setAside.stream()).toList());
  }
}
