package dev.groundwire.gateway.operations;

import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many measurements were at most so long.
 *
 * @param counts by upper bound in seconds, each with those below it
 */
record Buckets(NavigableMap<Double, Double> counts) {
  static final Buckets NONE = new Buckets(new TreeMap<>());

  static Buckets of(CountAtBucket[] measured, double all) {
    NavigableMap<Double, Double> counts = new TreeMap<>();
    for (CountAtBucket bucket : measured) {
      counts.put(bucket.bucket(TimeUnit.SECONDS), bucket.count());
    }
    if (!counts.isEmpty()) {
      counts.put(Double.POSITIVE_INFINITY, all);
    }
    return new Buckets(counts);
  }

  Buckets plus(Buckets other) {
    NavigableMap<Double, Double> sum = new TreeMap<>(counts);
    other.counts.forEach((bound, count) -> sum.merge(bound, count, Double::sum));
    return new Buckets(sum);
  }

  /** What came since then. */
  Buckets minus(Buckets before) {
    NavigableMap<Double, Double> rest = new TreeMap<>();
    counts.forEach((bound, count) ->
        rest.put(bound, Math.max(0, count - before.counts.getOrDefault(bound, 0.0))));
    return new Buckets(rest);
  }

  double count() {
    return counts.isEmpty() ? 0 : counts.lastEntry().getValue();
  }

  /**
   * As Prometheus reckons it: even within a bucket, and the last bound for what is beyond it.
   *
   * @return null when nothing was measured
   */
  @Nullable Double quantile(double share) {
    double rank = count() * share;
    if (rank <= 0) {
      return null;
    }
    double lower = 0;
    double below = 0;
    for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
      double upper = bucket.getKey();
      double upTo = bucket.getValue();
      if (upTo >= rank) {
        return Double.isInfinite(upper)
            ? lower
            : lower + (upper - lower) * (rank - below) / (upTo - below);
      }
      lower = upper;
      below = upTo;
    }
    return lower;
  }
}
