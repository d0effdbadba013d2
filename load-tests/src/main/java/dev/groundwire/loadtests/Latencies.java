package dev.groundwire.loadtests;

import java.util.Arrays;

/** Durations of single requests, in milliseconds. */
public final class Latencies {
  private double[] millis;
  private int count;

  Latencies(int expected) {
    millis = new double[Math.max(1, expected)];
  }

  void add(long nanos) {
    if (count == millis.length) {
      millis = Arrays.copyOf(millis, 2 * count);
    }
    millis[count++] = nanos / 1e6;
  }

  int count() {
    return count;
  }

  /**
   * The smallest duration that at least that share of all stays within.
   *
   * @param share above 0, at most 1
   */
  double percentile(double share) {
    if (count == 0) {
      throw new IllegalStateException("nothing was measured");
    }
    double[] sorted = Arrays.copyOf(millis, count);
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(share * count) - 1];
  }

  /** Of at least one value; between the two in the middle when their number is even. */
  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
