package dev.rapport.testkit.replay;

/**
 * What became of the deliveries of a source.
 *
 * @param kept versions of facts that were taken
 * @param redelivered equal to a version that was there
 * @param setAside without an event time
 * @param dropped later than the source allows
 * @param neverKnown without a known time where one is declared: no question sees them
 */
public record Ledger(int kept, int redelivered, int setAside, int dropped, int neverKnown) {}
