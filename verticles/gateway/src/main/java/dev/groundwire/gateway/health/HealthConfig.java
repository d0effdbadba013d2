package dev.groundwire.gateway.health;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the node looks after itself, and whom it tells.
 *
 * @param interval between two looks at every dependency, however many ask
 * @param limit within which a dependency must answer
 * @param full share of a bound from which it counts as used up
 * @param roomy share below which it no longer does
 * @param fullFor how long it must be used up until the node says that it is not ready
 * @param waitingCalls that wait at every provider at once, from which the models count as used up
 * @param pingUrl told every {@code pingInterval} that the node is ready, with {@code /fail} behind
 *     it that it is not; its path is often a secret
 */
public record HealthConfig(
    Duration interval,
    Duration limit,
    double full,
    double roomy,
    Duration fullFor,
    int waitingCalls,
    @Env("HEALTHCHECK_PING_URL") @Nullable String pingUrl,
    @Env("HEALTHCHECK_PING_SECONDS") Duration pingInterval,
    Duration pingTimeout) {
  private static final Duration SHORTEST = Duration.ofMillis(50);

  /** Beyond it the alert about pings that fail would have nothing to look at. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

  private static final Duration LONGEST_LIMIT = Duration.ofMillis(4_900);

  public HealthConfig {
    Require.within("gateway.health.interval", interval, SHORTEST, Duration.ofMinutes(1));
    Require.within("gateway.health.limit", limit, SHORTEST, LONGEST_LIMIT);
    Require.within("gateway.health.full", full, 0.1, 1);
    Require.that(
        roomy > 0 && roomy < full, "gateway.health.roomy", "above 0 and less than full", roomy);
    Require.positive("gateway.health.full_for", fullFor);
    Require.atLeast("gateway.health.waiting_calls", waitingCalls, 1);
    Require.within("gateway.health.ping_interval", pingInterval, SHORTEST, LONGEST_SILENCE);
    Require.positive("gateway.health.ping_timeout", pingTimeout);
    Require.that(
        pingUrl == null || isWebAddress(pingUrl),
        "gateway.health.ping_url",
        "an address such as https://host/path",
        "(its value is not shown, it may be a secret)");
  }

  private static boolean isWebAddress(String text) {
    try {
      URI address = URI.create(text);
      return address.getHost() != null
          && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()));
    } catch (IllegalArgumentException unreadable) {
      return false;
    }
  }

  /** Keeps the address out of logs. */
  @Override
  public String toString() {
    return "HealthConfig[interval=" + interval + ", pings=" + (pingUrl != null) + "]";
  }
}
