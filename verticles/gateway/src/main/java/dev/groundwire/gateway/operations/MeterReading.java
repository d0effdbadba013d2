package dev.groundwire.gateway.operations;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The node's own metrics at one moment, by the names of METRICS.md without their unit. What no room
 * has registered is absent.
 */
final class MeterReading {
  private static final List<String> UNITS = List.of(".seconds", ".bytes", ".total");

  private final Map<String, List<Series>> series = new HashMap<>();

  private record Series(Map<String, String> tags, double value, Buckets buckets) {}

  private MeterReading() {}

  /** In one pass, as looking each of them up would go through all of them every time. */
  static MeterReading of(MeterRegistry meters, Predicate<String> wanted) {
    MeterReading reading = new MeterReading();
    for (Meter meter : meters.getMeters()) {
      String name = plain(meter.getId().getName());
      if (wanted.test(name)) {
        reading.series.computeIfAbsent(name, ignored -> new ArrayList<>()).add(read(meter));
      }
    }
    return reading;
  }

  /** A unit may be part of a meter's name, or be added only where it is exported. */
  private static String plain(String name) {
    String dotted = name.replace('_', '.');
    for (String unit : UNITS) {
      if (dotted.endsWith(unit)) {
        return dotted.substring(0, dotted.length() - unit.length());
      }
    }
    return dotted;
  }

  private static Series read(Meter meter) {
    Map<String, String> tags = new HashMap<>();
    for (Tag tag : meter.getId().getTags()) {
      tags.put(tag.getKey(), tag.getValue());
    }
    return switch (meter) {
      case Timer timer -> distribution(tags, timer.takeSnapshot());
      case DistributionSummary summary -> distribution(tags, summary.takeSnapshot());
      default -> {
        double value = 0;
        for (Measurement measurement : meter.measure()) {
          value += measurement.getValue();
        }
        yield new Series(tags, value, Buckets.NONE);
      }
    };
  }

  private static Series distribution(Map<String, String> tags, HistogramSnapshot snapshot) {
    double count = snapshot.count();
    return new Series(tags, count, Buckets.of(snapshot.histogramCounts(), count));
  }

  /** Of all labels together; null when there is none. */
  @Nullable Double sum(String name) {
    return sum(name, tags -> true);
  }

  /** Of those with that label. */
  @Nullable Double sum(String name, String tag, String value) {
    return sum(name, tags -> value.equals(tags.get(tag)));
  }

  @Nullable Double sum(String name, Predicate<Map<String, String>> meant) {
    Double sum = null;
    for (Series each : series.getOrDefault(name, List.of())) {
      if (meant.test(each.tags) && Double.isFinite(each.value)) {
        sum = (sum == null ? 0 : sum) + each.value;
      }
    }
    return sum;
  }

  /** By the value of a label. */
  Map<String, Double> by(String name, String tag) {
    Map<String, Double> values = new TreeMap<>();
    for (Series each : series.getOrDefault(name, List.of())) {
      String label = each.tags.get(tag);
      if (label != null && Double.isFinite(each.value)) {
        values.merge(label, each.value, Double::sum);
      }
    }
    return values;
  }

  /** By the values of two labels. */
  List<Pair> by(String name, String first, String second) {
    List<Pair> pairs = new ArrayList<>();
    for (Series each : series.getOrDefault(name, List.of())) {
      pairs.add(
          new Pair(
              each.tags.getOrDefault(first, ""), each.tags.getOrDefault(second, ""), each.value));
    }
    return pairs;
  }

  record Pair(String first, String second, double value) {}

  Buckets buckets(String name) {
    Buckets sum = Buckets.NONE;
    for (Series each : series.getOrDefault(name, List.of())) {
      sum = sum.plus(each.buckets);
    }
    return sum;
  }
}
