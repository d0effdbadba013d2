package dev.groundwire.loadtests.streams;

import java.util.List;

/**
 * The straight line that fits samples best.
 *
 * @param growth from the first sample to the last, along the line
 * @param noise two standard deviations from it
 */
record Trend(double growth, double noise) {
  static Trend of(List<Double> samples) {
    int count = samples.size();
    if (count < 2) {
      throw new IllegalArgumentException("a trend needs two samples");
    }
    double middle = (count - 1) / 2.0;
    double mean = samples.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double along = 0;
    double across = 0;
    for (int i = 0; i < count; i++) {
      along += (i - middle) * (samples.get(i) - mean);
      across += (i - middle) * (i - middle);
    }
    double slope = along / across;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double off = samples.get(i) - mean - slope * (i - middle);
      squares += off * off;
    }
    return new Trend(slope * (count - 1), 2 * Math.sqrt(squares / count));
  }
}
