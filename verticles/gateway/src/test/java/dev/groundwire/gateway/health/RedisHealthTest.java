package dev.groundwire.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.redis.RedisConfig;
import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.redis.RedisFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisHealthTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final RedisFixture REDIS = new RedisFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @Test
  void isWorseWithoutRedisAndReadyAllTheSame() throws Exception {
    RedisLink link =
        RedisLink.open(
            VERTX.vertx(),
            new RedisConfig(
                REDIS.url(),
                null,
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                Duration.ofMillis(50),
                8),
            new Random(1));
    NodeHealth health = HealthOf.node(VERTX.vertx(), POSTGRES.pool(), Optional.of(link));
    CountDownLatch up = seen(health, "up");
    health.begin(new SimpleMeterRegistry()).await(20, TimeUnit.SECONDS);
    assertThat(up.await(20, TimeUnit.SECONDS)).isTrue();
    CountDownLatch degraded = seen(health, "degraded");
    REDIS.server().kill();
    assertThat(degraded.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(redis(health).reason()).contains("REDIS_URL");
    assertThat(health.readiness().reasons()).isEmpty();
    link.close();
  }

  private static Standing redis(NodeHealth health) {
    return Objects.requireNonNull(health.standings().get("redis"));
  }

  private static CountDownLatch seen(NodeHealth health, String state) {
    CountDownLatch seen = new CountDownLatch(1);
    health.onLook(() -> {
      if (redis(health).state().equals(state)) {
        seen.countDown();
      }
    });
    return seen;
  }
}
