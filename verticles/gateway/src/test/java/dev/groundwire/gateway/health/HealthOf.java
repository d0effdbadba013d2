package dev.groundwire.gateway.health;

import dev.groundwire.gateway.access.TenantScopeRepository;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.testing.SettableClock;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The health of a node with hardly any rooms, looked at twenty times a second. */
final class HealthOf {
  private static final HealthConfig OFTEN =
      new HealthConfig(
          Duration.ofMillis(50),
          Duration.ofMillis(1_500),
          0.9,
          0.8,
          Duration.ofSeconds(1),
          10,
          null,
          Duration.ofSeconds(60),
          Duration.ofSeconds(2));

  private HealthOf() {}

  static NodeHealth node(Vertx vertx, Pool database, Optional<RedisLink> redis) {
    return new NodeHealth(
        vertx,
        OFTEN,
        new Bus(vertx),
        new TenantScopeRepository(database, Duration.ofSeconds(30)),
        redis,
        List.of(),
        () -> true,
        false,
        new SettableClock());
  }
}
