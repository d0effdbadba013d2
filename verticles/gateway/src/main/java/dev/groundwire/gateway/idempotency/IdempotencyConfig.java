package dev.groundwire.gateway.idempotency;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.time.Duration;

/**
 * How requests with an {@code Idempotency-Key} are remembered.
 *
 * @param ttl how long a response is given again, from its end
 * @param lease how long a key stays with a node that has gone silent, at least twice the request
 *     timeout; renewed while the request is under way
 * @param maxResponseBytes of a body that is kept; of a larger one only that it was sent
 */
public record IdempotencyConfig(
    @Env("IDEMPOTENCY_TTL_SECONDS") Duration ttl, Duration lease, int maxResponseBytes) {
  public IdempotencyConfig {
    Require.within("gateway.idempotency.ttl", ttl, Duration.ofSeconds(1), Duration.ofDays(7));
    Require.atLeast("gateway.idempotency.lease", lease, Duration.ofSeconds(1));
    Require.within("gateway.idempotency.max_response_bytes", maxResponseBytes, 0, 4 << 20);
  }

  /**
   * The same with a lease within which a request ends whose client has left: nobody renews it then.
   *
   * @param request how long a room is waited for
   */
  public IdempotencyConfig outlasting(Duration request) {
    Duration least = request.multipliedBy(2);
    return lease.compareTo(least) >= 0 ? this : new IdempotencyConfig(ttl, least, maxResponseBytes);
  }
}
