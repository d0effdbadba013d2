package dev.groundwire.testing.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.platform.redis.RedisConfig;
import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Here, as a platform's own tests cannot use fixtures that are built on it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RedisLinkTest {
  @RegisterExtension static final RedisFixture REDIS = new RedisFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private RedisLink link;

  @BeforeEach
  void open() throws IOException, TimeoutException {
    REDIS.server().start();
    link = RedisLink.open(VERTX.vertx(), config(4), new Random(1));
    until(true);
  }

  @AfterEach
  void close() {
    link.close();
  }

  private static RedisConfig config(int waiting) {
    return new RedisConfig(
        REDIS.url() + "/3",
        null,
        Duration.ofSeconds(2),
        Duration.ofMillis(300),
        Duration.ofMillis(50),
        waiting);
  }

  private void until(boolean up) throws TimeoutException {
    while (link.isUp() != up) {
      VERTX.vertx().timer(5, TimeUnit.MILLISECONDS).await(10, TimeUnit.SECONDS);
    }
  }

  private List<Response> call(Request... commands) throws TimeoutException {
    return link.call(List.of(commands)).await(20, TimeUnit.SECONDS);
  }

  private static Request set(String key, String value) {
    return Request.cmd(Command.SET).arg(key).arg(value);
  }

  private static Request get(String key) {
    return Request.cmd(Command.GET).arg(key);
  }

  @Test
  void answersInTheOrderOfTheCommands() throws TimeoutException {
    List<Response> replies = call(set("a", "1"), get("a"), set("a", "2"), get("a"));
    assertThat(replies.get(1)).hasToString("1");
    assertThat(replies.get(3)).hasToString("2");
  }

  @Test
  void failsAtOnceWhileTheServerIsAwayAndComesBack() throws Exception {
    REDIS.server().kill();
    until(false);
    assertThatThrownBy(() -> call(get("a")))
        .isInstanceOf(BusFailure.class)
        .hasMessageContaining("REDIS_URL");
    REDIS.server().start();
    until(true);
    assertThat(call(set("a", "1"), get("a")).getLast()).hasToString("1");
  }

  @Test
  void noticesAServerThatHangs() throws TimeoutException {
    REDIS.server().pause();
    until(false);
    REDIS.server().resume();
    until(true);
    assertThat(call(set("b", "1"), get("b")).getLast()).hasToString("1");
  }

  @Test
  void aRefusedCommandFailsItsCallOnly() throws TimeoutException {
    assertThatThrownBy(() -> call(set("c", "1"), Request.cmd(Command.LPUSH).arg("c").arg("x")))
        .isInstanceOf(BusFailure.class);
    assertThat(call(get("c")).getLast()).hasToString("1");
  }

  @Test
  void boundsTheCallsThatWait() throws TimeoutException {
    REDIS.server().pause();
    List<Future<List<Response>>> calls =
        Stream.generate(() -> link.call(List.of(get("a")))).limit(40).toList();
    Future.join(calls).otherwiseEmpty().await(20, TimeUnit.SECONDS);
    assertThat(calls)
        .filteredOn(each -> String.valueOf(each.cause().getMessage()).contains("Too many"))
        .hasSizeGreaterThanOrEqualTo(40 - 4 - 1);
    REDIS.server().resume();
    until(true);
  }
}
