package dev.groundwire.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.nats.NatsConfig;
import dev.groundwire.platform.nats.NatsLink;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.nats.NatsFixture;
import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdvisoriesTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @RegisterExtension static final NatsFixture NATS = new NatsFixture();

  @Test
  void countsWhatTheBrokerHasGivenUp() throws Exception {
    NatsConfig config =
        new NatsConfig(
            NATS.url(),
            null,
            null,
            null,
            null,
            null,
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            1 << 20,
            Duration.ofHours(1),
            Duration.ofMinutes(2),
            1);
    Connection broker = Nats.connect(NATS.url());
    AtomicInteger told = new AtomicInteger();
    try (NatsLink link = NatsLink.open(VERTX.vertx(), config, "test")) {
      Advisories advisories = new Advisories(link, told::incrementAndGet);
      advisories.read(); // no stream yet, perhaps not even a connection
      assertThat(advisories.heard()).isZero();
      giveUpAMessage(broker);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (advisories.heard() == 0 && System.nanoTime() < end) {
        advisories.read();
      }
      advisories.read();
      assertThat(advisories.heard()).isEqualTo(1);
      broker
          .jetStream()
          .publish(
              "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.GROUNDWIRE.x", "no JSON".getBytes(UTF_8));
      advisories.read();
      assertThat(advisories.heard()).as("told of, not thrown").isEqualTo(2);
      assertThat(told).hasValue(2);
    } finally {
      broker.close();
    }
  }

  /** Hands one message over twice, without an acknowledgement, to a consumer that allows once. */
  private static void giveUpAMessage(Connection broker) throws Exception {
    JetStreamManagement streams = broker.jetStreamManagement();
    streams.addStream(
        StreamConfiguration.builder()
            .name("GROUNDWIRE_ADVISORIES")
            .subjects("$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.GROUNDWIRE.>")
            .build());
    streams.addStream(
        StreamConfiguration.builder().name("GROUNDWIRE").subjects("groundwire.>").build());
    broker.jetStream().publish("groundwire.o.document.received.v1", new byte[0]);
    ConsumerContext consumer =
        broker
            .getStreamContext("GROUNDWIRE")
            .createOrUpdateConsumer(
                ConsumerConfiguration.builder()
                    .durable("careless")
                    .ackPolicy(AckPolicy.Explicit)
                    .ackWait(Duration.ofMillis(100))
                    .maxDeliver(1)
                    .build());
    assertThat(consumer.next(Duration.ofSeconds(10))).isNotNull();
    assertThat(consumer.next(Duration.ofSeconds(1))).isNull();
  }
}
