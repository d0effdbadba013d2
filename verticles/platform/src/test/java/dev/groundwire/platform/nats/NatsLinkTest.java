package dev.groundwire.platform.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.telemetry.Telemetry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NatsLinkTest {
  @Test
  void comesBackWhenTheServerHasRefusedItForAWhile() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (GreetingServer server = GreetingServer.start(3);
        NatsLink link = NatsLink.open(vertx, config(server.url()), "test")) {
      BlockingQueue<Boolean> changes = new LinkedBlockingQueue<>();
      link.onChange(changes::add);
      await(changes, true);
      assertThat(link.isUp()).isTrue();
      server.refuse(3);
      await(changes, false);
      await(changes, true);
      assertThat(link.isUp()).isTrue();
      assertThat(server.refusalsLeft()).isZero();
      assertThat(
              Telemetry.of(vertx)
                  .meters()
                  .get("external.request.errors")
                  .tags("service", "nats", "operation", "connect")
                  .counter()
                  .count())
          .isPositive();
    }
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private static void await(BlockingQueue<Boolean> changes, boolean up) throws Exception {
    Boolean next;
    do {
      next = changes.poll(20, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
    } while (next != up);
  }

  private static NatsConfig config(String url) {
    return new NatsConfig(
        url,
        null,
        null,
        null,
        null,
        null,
        Duration.ofMillis(300),
        Duration.ofMillis(20),
        1 << 20,
        Duration.ofHours(1),
        Duration.ofMinutes(2),
        1);
  }
}
