package dev.rapport.engine.intake;

import dev.rapport.engine.fact.Intake;
import java.util.ArrayList;
import java.util.List;

/**
 * The acknowledgement of facts that were pushed: what is accepted is on disk.
 *
 * @param accepted how many were accepted
 * @param redelivered how many were already there
 * @param droppedLate how many came later than the source allows
 * @param ahead how many of the accepted are not seen yet, as their event or known time is ahead
 * @param setAsideCount how many cannot be facts
 * @param setAside the first {@value Intake#SHOWN} of these, each with its place and reason
 */
public record Receipt(
    long accepted,
    long redelivered,
    long droppedLate,
    long ahead,
    long setAsideCount,
    List<Intake.SetAside> setAside) {

  /** Of no facts. */
  public static final Receipt NONE = new Receipt(0, 0, 0, 0, 0, List.of());

  public Receipt {
    setAside = List.copyOf(setAside.subList(0, Math.min(Intake.SHOWN, setAside.size())));
  }

  /** These and those. */
  public Receipt plus(Receipt other) {
    List<Intake.SetAside> all = new ArrayList<>(setAside);
    all.addAll(other.setAside);
    return new Receipt(
        accepted + other.accepted,
        redelivered + other.redelivered,
        droppedLate + other.droppedLate,
        ahead + other.ahead,
        setAsideCount + other.setAsideCount,
        all);
  }
}
