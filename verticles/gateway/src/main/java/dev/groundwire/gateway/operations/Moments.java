package dev.groundwire.gateway.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The last ten minutes, so that the page has a past from its first look.
 *
 * @param all oldest first, at a steady pace
 */
record Moments(List<Moment> all) {
  static final int MOST = 121;

  private static final Duration RATE_WINDOW = Duration.ofMinutes(1);
  private static final Duration LATENCY_WINDOW = Duration.ofMinutes(5);

  Moments {
    all = List.copyOf(all);
  }

  Moments and(Moment next) {
    List<Moment> more = new ArrayList<>(all);
    more.add(next);
    return new Moments(more.subList(Math.max(0, more.size() - MOST), more.size()));
  }

  /** Of a second, over the last minute; null where nothing is counted. */
  Map<String, @Nullable Double> rates() {
    Map<String, @Nullable Double> rates = new TreeMap<>();
    Moment last = all.getLast();
    Moment before = before(all.size() - 1, RATE_WINDOW);
    Moment.RATES.forEach(name -> rates.put(name, last.rate(name, before)));
    return rates;
  }

  /** Over the last five minutes. */
  Map<String, Latency> latencies() {
    Map<String, Latency> latencies = new TreeMap<>();
    Moment last = all.getLast();
    Moment before = before(all.size() - 1, LATENCY_WINDOW);
    for (String name : last.latencies().keySet()) {
      Buckets since = last.since(name, before);
      latencies.put(
          name, new Latency(since.quantile(0.5), since.quantile(0.95), Math.round(since.count())));
    }
    return latencies;
  }

  /**
   * @param p50 in seconds; null when nothing was measured
   */
  record Latency(@Nullable Double p50, @Nullable Double p95, long count) {}

  History history() {
    return new History(
        all.getFirst().at(),
        all.getLast().at(),
        each((moment, before) -> moment.rate(Moment.QUESTIONS, before), Duration.ZERO),
        each((moment, before) -> moment.rate(Moment.TOKENS, before), Duration.ZERO),
        each((moment, before) -> moment.since(Moment.ASK, before).quantile(0.95), RATE_WINDOW),
        each(
            (moment, before) -> moment.since(Moment.FIRST_TOKEN, before).quantile(0.95),
            RATE_WINDOW),
        each((moment, before) -> moment.open(), Duration.ZERO));
  }

  /**
   * One value a moment, from the second on; null where there is none.
   *
   * @param questions of a second
   * @param askP95 in seconds, of the minute before
   */
  record History(
      Instant from,
      Instant to,
      List<@Nullable Double> questions,
      List<@Nullable Double> tokens,
      List<@Nullable Double> askP95,
      List<@Nullable Double> firstTokenP95,
      List<@Nullable Double> open) {}

  private List<@Nullable Double> each(
      BiFunction<Moment, Moment, @Nullable Double> value, Duration window) {
    List<@Nullable Double> values = new ArrayList<>();
    for (int i = 1; i < all.size(); i++) {
      values.add(value.apply(all.get(i), before(i, window)));
    }
    return values;
  }

  /** The last moment that is at least so long before, else the first there is. */
  private Moment before(int index, Duration window) {
    Instant latest = all.get(index).at().minus(window);
    for (int i = index - 1; i > 0; i--) {
      if (!all.get(i).at().isAfter(latest)) {
        return all.get(i);
      }
    }
    return all.getFirst();
  }
}
