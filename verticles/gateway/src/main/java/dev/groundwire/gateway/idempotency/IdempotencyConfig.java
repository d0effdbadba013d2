package dev.groundwire.gateway.idempotency;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.time.Duration;

/**
 * How requests with an {@code Idempotency-Key} are remembered.
 *
 * @param ttl how long a response is given again, from its end
 * @param lease how long a key stays with a node that has gone silent; renewed while the request is
 *     under way
 * @param maxResponseBytes of a body that is kept; of a larger one only that it was sent
 */
public record IdempotencyConfig(
    @Env("IDEMPOTENCY_TTL_SECONDS") Duration ttl, Duration lease, int maxResponseBytes) {
  public IdempotencyConfig {
    Require.within("gateway.idempotency.ttl", ttl, Duration.ofSeconds(1), Duration.ofDays(7));
    Require.within(
        "gateway.idempotency.lease", lease, Duration.ofSeconds(1), Duration.ofMinutes(10));
    Require.within("gateway.idempotency.max_response_bytes", maxResponseBytes, 0, 4 << 20);
  }
}
