package dev.groundwire.launcher.client;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;

/**
 * How long one call may be repeated while the server is busy or away.
 *
 * @param longest all pauses of one call together
 */
public record Patience(Duration longest) {
  private static final Set<Integer> BUSY = Set.of(429, 503);
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** True for a refusal that passes: the same request may succeed later. */
  static boolean isBusy(int status) {
    return BUSY.contains(status);
  }

  /** What the server asked for in {@code Retry-After}, else doubling from 0.2 s to 10 s. */
  static Duration pause(HttpResponse<?> refusal, int attempt) {
    return refusal
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,4}"))
        .map(seconds -> Duration.ofSeconds(Integer.parseInt(seconds)))
        .orElseGet(() -> pause(attempt));
  }

  static Duration pause(int attempt) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(attempt, 10));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }
}
