package dev.groundwire.gateway.operations;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of each moment, to reckon rates and quantiles between two of them.
 *
 * @param counts by the name of the rate they make
 * @param latencies by the name of the quantiles they make
 * @param open answers that were
 */
record Moment(
    Instant at, Map<String, Double> counts, Map<String, Buckets> latencies, @Nullable Double open) {
  static final String QUESTIONS = "questions";
  static final String FAILED = "failedQuestions";
  static final String TOKENS = "tokens";
  static final String SEARCHES = "searches";
  static final String REQUESTS = "requests";
  static final String ERRORS = "serverErrors";
  static final String ASK = "ask";
  static final String FIRST_TOKEN = "firstToken";
  static final String SEARCH = "search";

  static final List<String> RATES = List.of(QUESTIONS, FAILED, TOKENS, SEARCHES, REQUESTS, ERRORS);

  private static final Map<String, String> LATENCIES =
      Map.of(
          ASK, "ask.request.latency",
          FIRST_TOKEN, "ask.time.to.first.token",
          SEARCH, "search.latency");

  static Moment of(Instant at, MeterReading meters) {
    Map<String, Double> counts = new HashMap<>();
    put(counts, QUESTIONS, meters.sum("ask.requests"));
    put(counts, FAILED, meters.sum("ask.requests", "outcome", "failed"));
    put(counts, TOKENS, meters.sum("answer.tokens", "direction", "completion"));
    put(counts, SEARCHES, meters.sum("search.requests"));
    put(counts, REQUESTS, meters.sum("groundwire.http.requests"));
    put(
        counts,
        ERRORS,
        meters.sum(
            "groundwire.http.requests", tags -> tags.getOrDefault("status", "").startsWith("5")));
    Map<String, Buckets> latencies = new HashMap<>();
    LATENCIES.forEach((name, meter) -> latencies.put(name, meters.buckets(meter)));
    return new Moment(at, counts, latencies, meters.sum("answers"));
  }

  private static void put(Map<String, Double> counts, String name, @Nullable Double value) {
    if (value != null) {
      counts.put(name, value);
    }
  }

  /**
   * Of a second since then; null when one of the two moments knows nothing of it. What was first
   * counted in between began at 0.
   */
  @Nullable Double rate(String name, Moment before) {
    Double now = counts.get(name);
    double seconds = (at.toEpochMilli() - before.at.toEpochMilli()) / 1_000.0;
    if (now == null || seconds <= 0) {
      return null;
    }
    return Math.max(0, now - before.counts.getOrDefault(name, 0.0)) / seconds;
  }

  Buckets since(String latency, Moment before) {
    return latencies
        .getOrDefault(latency, Buckets.NONE)
        .minus(before.latencies.getOrDefault(latency, Buckets.NONE));
  }
}
