package dev.groundwire.llm.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.redis.RedisConfig;
import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.redis.RedisFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Counted in a real Redis, for several nodes. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SharedAllowanceTest implements AllowanceContract {
  @RegisterExtension static final RedisFixture REDIS = new RedisFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  /** Of this test alone. */
  private final String provider = "p-" + UUID.randomUUID();

  private RedisLink link;

  @BeforeEach
  void open() throws IOException, TimeoutException {
    REDIS.server().start();
    RedisConfig config =
        new RedisConfig(
            REDIS.url(),
            null,
            Duration.ofSeconds(2),
            Duration.ofMillis(300),
            Duration.ofMillis(50),
            100);
    link = RedisLink.open(VERTX.vertx(), config, new Random(1));
    until(true);
  }

  @AfterEach
  void close() {
    link.close();
  }

  private void until(boolean up) throws TimeoutException {
    while (link.isUp() != up) {
      VERTX.vertx().timer(5, TimeUnit.MILLISECONDS).await(10, TimeUnit.SECONDS);
    }
  }

  @Override
  public LeasingNode node(long perMinute) {
    return new LeasingNode(VERTX.vertx(), link, provider, perMinute, 2);
  }

  @Test
  void whatOneNodeHasTakenAnotherOneDoesNotHave() {
    LeasingNode one = node(MINUTE);
    LeasingNode other = node(MINUTE);
    one.reserve(50 * PERCENT);
    other.reserve(40 * PERCENT);
    assertThat(one.isFree(50 * PERCENT)).isFalse();
    assertThat(other.isFree(50 * PERCENT)).isFalse();
  }

  @Test
  void whatOneNodeDoesNotUseIsThereForAnother() {
    LeasingNode one = node(MINUTE);
    LeasingNode other = node(MINUTE);
    long reserved = one.reserve(90 * PERCENT);
    assertThat(other.isFree(50 * PERCENT)).isFalse();
    one.settle(reserved, PERCENT);
    assertThat(other.reserve(50 * PERCENT)).isEqualTo(50 * PERCENT);
  }

  /** Nothing is left with a node that has nothing to do, so that a whole minute can be had. */
  @Test
  void aCallOfAWholeMinuteHasItsTurnBesideOthers() {
    LeasingNode one = node(MINUTE);
    LeasingNode other = node(MINUTE);
    long reserved = one.reserve(PERCENT);
    one.settle(reserved, 0);
    assertThat(
            other.until(() -> {
              one.context.runOnContext(then -> one.allowance.refresh(LeasingNode.now()));
              other.allowance.fetch(Integer.MAX_VALUE, LeasingNode.now());
              return other.allowance.isAtHand(Integer.MAX_VALUE, LeasingNode.now());
            }))
        .isTrue();
  }

  /** As long as one waits that has waited longer, nothing passes it. */
  @Test
  void aLargeCallIsNotPassedForEver() {
    LeasingNode large = node(MINUTE);
    LeasingNode small = node(MINUTE);
    small.reserve(95 * PERCENT);
    assertThat(large.isFree(12 * PERCENT)).isFalse();
    long[] passed = {0};
    assertThat(
            large.until(() -> {
              small.context.runOnContext(then -> {
                if (small.allowance.isAtHand(PERCENT / 4, LeasingNode.now())) {
                  passed[0]++;
                  small.allowance.reserve(PERCENT / 4, LeasingNode.now());
                } else {
                  small.allowance.fetch(PERCENT / 4, LeasingNode.now());
                }
              });
              large.allowance.fetch(12 * PERCENT, LeasingNode.now());
              return large.allowance.isAtHand(12 * PERCENT, LeasingNode.now());
            }))
        .isTrue();
    assertThat(passed[0]).isPositive();
  }

  @Test
  void withoutRedisEachNodeGoesOnWithItsShare() throws IOException, TimeoutException {
    LeasingNode one = node(MINUTE);
    one.reserve(10 * PERCENT);
    REDIS.server().kill();
    until(false);
    assertThat(
            one.until(() -> {
              one.allowance.refresh(LeasingNode.now());
              return one.allowance.waitMillis(51 * PERCENT, LeasingNode.now()) > 0
                  || one.allowance.isAtHand(PERCENT, LeasingNode.now());
            }))
        .isTrue();
    LeasingNode begun = node(MINUTE);
    assertThat(begun.reserve((int) MINUTE)).as("half of it").isEqualTo(MINUTE / 2);
    assertThat(begun.isFree(10 * PERCENT)).isFalse();
    REDIS.server().start();
    until(true);
    assertThat(
            begun.until(() -> {
              begun.allowance.refresh(LeasingNode.now());
              return begun.allowance.waitMillis((int) MINUTE, LeasingNode.now()) > 0;
            }))
        .isTrue();
    // What was used alone is not there again, whatever the new Redis knows.
    assertThat(begun.isFree(90 * PERCENT)).isFalse();
  }
}
