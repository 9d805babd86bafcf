package dev.rapport.engine;

import dev.rapport.api.aggregation.Aggregator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A sum that counts how often values were added and states merged. */
@SuppressWarnings("serial") // never leaves the process
public final class CountedSum implements Aggregator<Long, Long, Long> {
  public final AtomicLong added = new AtomicLong();
  public final AtomicLong merged = new AtomicLong();

  @Override
  public Long create() {
    return 0L;
  }

  @Override
  public Long add(Long state, Long value) {
    added.incrementAndGet();
    return state + value;
  }

  @Override
  public Long merge(Long earlier, Long later) {
    merged.incrementAndGet();
    return earlier + later;
  }

  @Override
  public Optional<Long> finish(Long state) {
    return Optional.of(state);
  }
}
