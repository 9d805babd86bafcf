package dev.rapport.engine.intake;

import dev.rapport.api.error.RapportException;
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

  /**
   * Facts were taken for good, and are on disk; but questions do not see them, as taking them into
   * memory failed. Pushing them again would double those that have no id.
   */
  public static final class NotSeen extends RapportException {
    private static final long serialVersionUID = 1L;

    private final transient Receipt receipt;

    NotSeen(String source, Receipt receipt, Throwable cause) {
      super(
          cause instanceof OutOfMemoryError ? Kind.DEPENDENCY : Kind.INTERNAL,
          source
              + ": "
              + receipt.accepted()
              + " facts are on disk and not seen, as taking them into memory failed: "
              + cause
              + " (expected: refresh() or a restart, which reads them; not to push them again)",
          cause);
      this.receipt = receipt;
    }

    /** What became of the facts. */
    public Receipt receipt() {
      return receipt;
    }
  }

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
