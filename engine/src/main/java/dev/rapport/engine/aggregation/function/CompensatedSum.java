package dev.rapport.engine.aggregation.function;

/**
 * A compensated sum (Neumaier 1974) with its count. NaN anywhere, or infinities of both signs, make
 * it NaN; infinities of one sign make it that infinity: as IEEE addition does, whatever the order.
 * Not thread-safe.
 */
public final class CompensatedSum {
  private double sum;
  private double compensation;
  private double special;
  private long count;

  public void add(double value) {
    count++;
    addPart(value);
  }

  private void addPart(double value) {
    if (!Double.isFinite(value)) {
      special += value;
      return;
    }
    double next = sum + value;
    compensation += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }

  public void addAll(double[] values, int from, int to) {
    double total = sum;
    double lost = compensation;
    for (int i = from; i < to; i++) {
      double value = values[i];
      double next = total + value;
      lost += Math.abs(total) >= Math.abs(value) ? (total - next) + value : (value - next) + total;
      total = next;
    }
    if (Double.isFinite(total) && Double.isFinite(lost)) {
      count += to - from;
      sum = total;
      compensation = lost;
    } else {
      for (int i = from; i < to; i++) {
        add(values[i]);
      }
    }
  }

  public void add(CompensatedSum other) {
    count += other.count;
    special += other.special;
    if (!Double.isFinite(other.sum)) {
      sum += other.sum;
      return;
    }
    addPart(other.sum);
    addPart(other.compensation);
  }

  public double total() {
    if (special != 0 || Double.isNaN(special)) {
      return special;
    }
    return Double.isFinite(sum) ? sum + compensation : sum;
  }

  public long count() {
    return count;
  }
}
