package dev.groundwire.testing.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.platform.redis.RedisConfig;
import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.platform.shared.Bucket;
import dev.groundwire.platform.shared.OwnState;
import dev.groundwire.platform.shared.RedisState;
import dev.groundwire.platform.shared.SharedConfig;
import dev.groundwire.platform.shared.SharedOrOwn;
import dev.groundwire.platform.shared.SharedState;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.redis.RedisFixture;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RedisStateTest implements SharedStateContract {
  @RegisterExtension static final RedisFixture REDIS = new RedisFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration PATIENCE = Duration.ofMillis(200);

  private RedisLink link;
  private SharedState state;

  @BeforeEach
  void open() throws Exception {
    REDIS.server().start();
    link = RedisLink.open(VERTX.vertx(), config(), new Random(1));
    until(true);
    state = new RedisState(link);
  }

  @AfterEach
  void close() {
    link.close();
  }

  private static RedisConfig config() {
    return new RedisConfig(
        REDIS.url(),
        null,
        Duration.ofSeconds(2),
        Duration.ofMillis(500),
        Duration.ofMillis(50),
        256);
  }

  private void until(boolean up) throws TimeoutException {
    while (link.isUp() != up) {
      pass(Duration.ofMillis(5));
    }
  }

  @Override
  public SharedState state() {
    return state;
  }

  @Override
  public void pass(Duration time) {
    VERTX.vertx().timer(time.toMillis() + 5, TimeUnit.MILLISECONDS).await();
  }

  @Test
  void allThatItKeepsIsOursAndEndsByItself() throws Exception {
    state.claim("a", "1", LONG).await(20, TimeUnit.SECONDS);
    state.take("b", new Bucket(1, 1)).await(20, TimeUnit.SECONDS);
    assertThat(ask(Request.cmd(Command.EXISTS).arg("groundwire:a").arg("groundwire:b")))
        .isEqualTo("2");
    assertThat(Long.parseLong(ask(Request.cmd(Command.PTTL).arg("groundwire:a"))))
        .isBetween(1L, LONG.toMillis());
    assertThat(Long.parseLong(ask(Request.cmd(Command.PTTL).arg("groundwire:b"))))
        .isBetween(1L, 60_000L);
  }

  @Test
  void failsWhileTheServerIsAway() throws Exception {
    REDIS.server().kill();
    until(false);
    assertThatThrownBy(() -> state.claim("a", "1", LONG).await(20, TimeUnit.SECONDS))
        .hasMessageContaining("REDIS_URL");
  }

  @Test
  void whileItIsAwayEachNodeGoesByItsOwn() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Counter fallbacks = meters.counter("fallbacks");
    SharedState one = node(fallbacks);
    SharedState other = node(fallbacks);
    REDIS.server().kill();
    until(false);
    assertThat(one.claim("away", "1", LONG).await(20, TimeUnit.SECONDS)).isEmpty();
    assertThat(one.claim("away", "2", LONG).await(20, TimeUnit.SECONDS)).contains("1");
    assertThat(other.claim("away", "3", LONG).await(20, TimeUnit.SECONDS)).isEmpty();
    assertThat(fallbacks.count()).isEqualTo(2);

    // Here it goes on to count; what was claimed here is told to all when it is put there.
    REDIS.server().start();
    until(true);
    assertThat(one.claim("away", "4", LONG).await(20, TimeUnit.SECONDS)).contains("1");
    assertThat(one.replace("away", "1", "of 1", LONG).await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(node(fallbacks).claim("away", "5", LONG).await(20, TimeUnit.SECONDS))
        .contains("of 1");
    assertThat(other.replace("away", "3", "of 3", LONG).await(20, TimeUnit.SECONDS)).isFalse();
    assertThat(other.claim("away", "6", LONG).await(20, TimeUnit.SECONDS)).contains("of 1");
  }

  @Test
  void aServerThatHangsIsNotWaitedFor() throws Exception {
    Counter fallbacks = new SimpleMeterRegistry().counter("fallbacks");
    SharedState node = node(fallbacks);
    REDIS.server().pause();
    try {
      assertThat(node.take("hung", THREE).await(20, TimeUnit.SECONDS).granted()).isTrue();
      assertThat(fallbacks.count()).isEqualTo(1);
    } finally {
      REDIS.server().resume();
    }
  }

  private SharedState node(Counter fallbacks) {
    OwnState own = new OwnState(new SharedConfig(PATIENCE, 1 << 20, 1_000), System::nanoTime);
    return new SharedOrOwn(new RedisState(link), own, PATIENCE, fallbacks);
  }

  private String ask(Request request) throws TimeoutException {
    return link.call(List.of(request)).await(20, TimeUnit.SECONDS).getFirst().toString();
  }
}
