package dev.groundwire.outboxrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.outboxrelay.BackboneDescribed;
import dev.groundwire.bus.outboxrelay.DescribeBackbone;
import dev.groundwire.bus.outboxrelay.OutboxRelayBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.nats.NatsConfig;
import dev.groundwire.platform.nats.NatsLink;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.nats.NatsFixture;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whole relays and a real NATS server. */
class JetStreamRelayTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @RegisterExtension static final NatsFixture NATS = new NatsFixture();

  private final Database database = POSTGRES.database();
  private final Facts facts = new Facts(database, POSTGRES.newTenant());
  private final List<String> relays = new ArrayList<>();
  private final List<NatsLink> links = new ArrayList<>();
  private @Nullable Broker connected;

  @BeforeEach
  void startEmpty() throws Exception {
    facts.execute("DELETE FROM outbox");
    if (!NATS.server().isRunning()) {
      NATS.server().start();
    }
    connected = new Broker(NATS.url());
  }

  @AfterEach
  void stopAll() throws Exception {
    for (String relay : relays) {
      VERTX.undeploy(relay);
    }
    links.forEach(NatsLink::close);
    broker().close();
  }

  private Broker broker() {
    return Objects.requireNonNull(connected);
  }

  private void startRelay() throws Exception {
    startRelay(Broker.config(NATS.url()));
  }

  private void startRelay(NatsConfig nats) throws Exception {
    OutboxRelayConfig config =
        new OutboxRelayConfig(
            50,
            2,
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            2,
            Duration.ofMillis(200),
            Duration.ofHours(24),
            Duration.ofDays(7),
            3);
    NatsLink link = NatsLink.open(VERTX.vertx(), nats, "relay");
    links.add(link);
    relays.add(
        VERTX.deploy(
            new OutboxRelayVerticle(
                config,
                database,
                POSTGRES.login().connectOptions(),
                Optional.of(link),
                Clock.systemUTC(),
                ThreadLocalRandom.current(),
                UUID.randomUUID())));
  }

  private BackboneDescribed described() {
    return new Bus(VERTX.vertx())
        .request(OutboxRelayBus.DESCRIBE_BACKBONE, new DescribeBackbone(), Duration.ofSeconds(5))
        .await();
  }

  private void allPublished() {
    Eventually.until("all published", () -> facts.unpublished() == 0);
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void severalRelaysKeepTheOrderOfEachKey() throws Exception {
    startRelay();
    startRelay();
    List<UUID> keys = Stream.generate(UUID::randomUUID).limit(40).toList();
    for (int round = 0; round < 10; round++) {
      facts.append(keys);
    }
    allPublished();
    List<EventEnvelope> seen = broker().facts();
    assertThat(keys).allSatisfy(key -> assertThat(Broker.of(key, seen)).isEqualTo(upTo(10)));
    assertThat(described().transport()).isEqualTo("jetstream");
    assertThat(described().up()).isTrue();
  }

  @Test
  void aFactIsACloudEventOfItsOrganization() throws Exception {
    startRelay();
    UUID key = UUID.randomUUID();
    facts.append(key);
    allPublished();
    MessageInfo message = broker().messages(EventStreams.EVENTS).getLast();
    Headers headers = Objects.requireNonNull(message.getHeaders());
    EventEnvelope event = broker().facts().getLast();
    assertThat(event.key()).isEqualTo(key.toString());
    assertThat(message.getSubject())
        .isEqualTo("groundwire." + event.organizationId() + ".document.received.v1");
    assertThat(headers.getFirst("Nats-Msg-Id")).isEqualTo(event.id().toString());
    assertThat(headers.getFirst("ce-type")).isEqualTo("document.received.v1");
    assertThat(headers.getFirst("ce-specversion")).isEqualTo("1.0");
    assertThat(new String(Objects.requireNonNull(message.getData()), StandardCharsets.UTF_8))
        .contains("\"payload\":{\"documentId\":\"" + key + "\",\"version\":1}");
  }

  @Test
  void whileNatsIsStoppedFactsWaitAndLeaveInOrderAfterwards() throws Exception {
    startRelay();
    UUID key = UUID.randomUUID();
    facts.append(key);
    allPublished();
    NATS.server().stop();
    for (int append = 0; append < 120; append++) {
      facts.append(List.of(key, UUID.randomUUID()));
    }
    Eventually.until("down", () -> !described().up());
    assertThat(described().pending()).isEqualTo(240);
    assertThat(described().detail()).contains("NATS");
    MeterRegistry meters = Telemetry.of(VERTX.vertx()).meters();
    assertThat(meters.get("relay.transport.up").gauge().value()).isZero();
    assertThat(
            meters
                .get("external.request.errors")
                .tags("service", "nats", "operation", "publish")
                .counter()
                .count())
        .isPositive();
    NATS.server().start();
    allPublished();
    Eventually.until("up", () -> described().up());
    assertThat(meters.get("relay.transport.up").gauge().value()).isEqualTo(1);
    assertThat(Broker.of(key, broker().facts())).isEqualTo(upTo(121));
  }

  @Test
  void aNatsThatHangsOrIsKilledLosesAndRepeatsNothing() throws Exception {
    startRelay();
    UUID key = UUID.randomUUID();
    facts.append(List.of(key, key));
    allPublished();
    NATS.server().pause();
    facts.append(List.of(key, UUID.randomUUID(), key));
    Eventually.until("down", () -> !described().up());
    NATS.server().resume();
    allPublished();
    facts.append(List.of(key, key));
    NATS.server().kill();
    facts.append(key);
    NATS.server().start();
    allPublished();
    assertThat(Broker.of(key, broker().facts())).isEqualTo(upTo(7));
  }

  @Test
  void startsWithoutNatsAndGoesOnWhenItComes() throws Exception {
    NATS.server().stop();
    startRelay();
    UUID key = UUID.randomUUID();
    facts.append(key);
    Eventually.until("down", () -> !described().up());
    NATS.server().start();
    allPublished();
    assertThat(Broker.of(key, broker().facts())).isEqualTo(upTo(1));
  }

  @Test
  void aFullStreamMakesFactsWaitAndIsSaid() throws Exception {
    startRelay(Broker.config(NATS.url(), 1 << 20));
    Eventually.until("its limit", () -> maxBytes() == 1 << 20);
    for (int append = 0; append < 30; append++) {
      facts.append(Stream.generate(UUID::randomUUID).limit(100).toList());
    }
    Eventually.until("full", () -> !described().up());
    assertThat(described().detail()).contains("maximum bytes exceeded");
    assertThat(facts.unpublished()).isPositive();
    while (facts.unpublished() > 0) {
      broker().purge(EventStreams.EVENTS);
      int before = facts.unpublished();
      Eventually.until("some leave", () -> before == 0 || facts.unpublished() < before);
    }
    Eventually.until("up", () -> described().up());
  }

  private long maxBytes() {
    try {
      return broker().stream(EventStreams.EVENTS).getMaxBytes();
    } catch (Exception notYet) {
      return -1;
    }
  }

  @Test
  void setsChangedStreamsRight() throws Exception {
    startRelay();
    Eventually.until("made", () -> maxBytes() > 0);
    StreamConfiguration changed =
        StreamConfiguration.builder(broker().stream(EventStreams.EVENTS))
            .maxMessages(5)
            .discardPolicy(DiscardPolicy.Old)
            .build();
    broker().update(changed);
    new EventStreams(links.getFirst()).provide();
    StreamConfiguration mended = broker().stream(EventStreams.EVENTS);
    assertThat(mended.getMaxMsgs()).isEqualTo(-1);
    assertThat(mended.getDiscardPolicy()).isEqualTo(DiscardPolicy.New);
    assertThat(broker().stream(EventStreams.DEAD_LETTERS).getSubjects())
        .containsExactly("groundwire-dlq.>");
    assertThat(broker().stream(EventStreams.ADVISORIES).getSubjects())
        .containsExactly("$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.GROUNDWIRE.>");
  }

  @Test
  void aFactThatNatsNeverTakesHoldsUpOnlyItsKey() throws Exception {
    startRelay();
    UUID poor = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    facts.append(List.of(poor, poor));
    allPublished();
    database.asSystem(tx -> {
      facts.append(tx, poor);
      return Rows.update(
          tx,
          "UPDATE outbox SET payload = '{\"a\":\"' || repeat('x', 2000000) || '\"}'"
              + " WHERE key = $1 AND key_seq = 3",
          Tuple.of(poor.toString()));
    });
    facts.append(poor);
    for (int append = 0; append < 20; append++) {
      facts.append(other);
    }
    Eventually.until("others leave", () -> facts.unpublished() == 2);
    assertThat(Broker.of(other, broker().facts())).isEqualTo(upTo(20));
    assertThat(Broker.of(poor, broker().facts())).isEqualTo(upTo(2));
    assertThat(described().up()).isTrue();
  }
}
