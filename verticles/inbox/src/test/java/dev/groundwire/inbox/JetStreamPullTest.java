package dev.groundwire.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.event.EventJson;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.nats.NatsConfig;
import dev.groundwire.platform.nats.NatsLink;
import dev.groundwire.platform.outbox.InboxLedger;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.nats.NatsFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamConfiguration;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JetStreamPullTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @RegisterExtension static final NatsFixture NATS = new NatsFixture();

  private static final String STREAM = "GROUNDWIRE";
  private static final Duration ACK_WAIT = Duration.ofSeconds(1);

  private final Database database = POSTGRES.database();
  private final Tenant tenant = POSTGRES.newTenant();
  private final BlockingQueue<EventEnvelope> effects = new LinkedBlockingQueue<>();
  private final BlockingQueue<EventEnvelope> handled = new LinkedBlockingQueue<>();
  private final List<String> inboxes = new ArrayList<>();
  private volatile @Nullable Future<Void> gate;
  private Connection broker;
  private NatsLink link;
  private String room;

  @BeforeEach
  void connect() throws Exception {
    database.asSystem(
        tx -> Rows.update(tx, "TRUNCATE event_delivery, inbox, inbox_key", Tuple.tuple()));
    broker = Nats.connect(NATS.url());
    for (String stream : management().getStreamNames()) {
      management().deleteStream(stream);
    }
    management()
        .addStream(
            StreamConfiguration.builder()
                .name(STREAM)
                .subjects("groundwire.>")
                .duplicateWindow(Duration.ofMillis(100))
                .build());
    link = NatsLink.open(VERTX.vertx(), config(), "inbox-test");
    room = VERTX.deploy(new Handler());
  }

  private static NatsConfig config() {
    return new NatsConfig(
        NATS.url(),
        null,
        null,
        null,
        null,
        null,
        Duration.ofSeconds(2),
        Duration.ofMillis(100),
        1L << 30,
        Duration.ofDays(1),
        Duration.ofMinutes(2),
        1);
  }

  private JetStreamManagement management() throws Exception {
    return broker.jetStreamManagement();
  }

  /** Its effect is a row of the ledger, in a transaction of its own. */
  private final class Handler extends VerticleBase {
    private final InboxLedger ledger = new InboxLedger(IngestionBus.CHUNK_DOCUMENT.name());

    @Override
    public Future<?> start() {
      return new Bus(vertx)
          .answer(
              IngestionBus.CHUNK_DOCUMENT,
              100,
              event -> {
                Future<Void> closed = gate;
                if (closed != null) {
                  closed.await();
                }
                boolean first = database.asSystem(tx -> ledger.firstTime(tx, event));
                if (first) {
                  effects.add(event);
                }
                handled.add(event);
                return new EventHandled(first);
              });
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (String inbox : inboxes) {
      VERTX.undeploy(inbox);
    }
    VERTX.undeploy(room);
    link.close();
    broker.close();
  }

  private void startInbox(int landingBound, Database of) throws Exception {
    InboxConfig config =
        new InboxConfig(
            3,
            20,
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofMillis(20),
            Map.of("default", 4),
            landingBound,
            Duration.ofMinutes(1),
            new PullConfig(100, ACK_WAIT, 1000, Duration.ofSeconds(2), Duration.ofMillis(300)),
            false);
    inboxes.add(
        VERTX.deploy(
            new InboxVerticle(
                config,
                of,
                Subscription.ALL.subList(0, 1),
                Optional.of(link),
                Clock.systemUTC(),
                UUID.randomUUID())));
  }

  private EventEnvelope event(String key, long keySeq) {
    return new EventEnvelope(
        UUID.randomUUID(),
        "document.received.v1",
        tenant.organizationId(),
        tenant.workspaceId(),
        key,
        keySeq,
        "request",
        Optional.empty(),
        Optional.empty(),
        Instant.parse("2026-01-01T00:00:00Z"),
        "{\"version\":1}");
  }

  private void publish(EventEnvelope event) throws Exception {
    String subject = "groundwire." + event.organizationId() + "." + event.type();
    broker.jetStream().publish(subject, EventJson.write(event));
  }

  private ConsumerInfo consumerOnce(Predicate<ConsumerInfo> asExpected) throws Exception {
    for (int tries = 0; tries < 600; tries++) {
      if (management().getConsumerNames(STREAM).contains(EventConsumer.NAME)) {
        ConsumerInfo info = management().getConsumerInfo(STREAM, EventConsumer.NAME);
        if (asExpected.test(info)) {
          return info;
        }
      }
      VERTX.vertx().timer(50).await();
    }
    throw new AssertionError("the consumer never was as expected");
  }

  private static boolean isDone(ConsumerInfo consumer) {
    return consumer.getNumPending() == 0 && consumer.getNumAckPending() == 0;
  }

  private static EventEnvelope next(BlockingQueue<EventEnvelope> queue) throws Exception {
    EventEnvelope event = queue.poll(30, TimeUnit.SECONDS);
    assertThat(event).as("arrives").isNotNull();
    return event;
  }

  @Test
  void deliversWhatIsPublishedAndAcknowledgesIt() throws Exception {
    startInbox(1000, database);
    EventEnvelope first = event("a", 1);
    EventEnvelope second = event("a", 2);
    publish(first);
    publish(second);
    publish(second);
    assertThat(List.of(next(handled), next(handled))).containsExactly(first, second);
    consumerOnce(info -> isDone(info) && info.getDelivered().getStreamSequence() == 3);
    assertThat(handled).isEmpty();
  }

  @Test
  void knowsAFactAgainThatWasCommittedAndNotAcknowledged() throws Exception {
    startInbox(1000, database);
    consumerOnce(info -> true);
    VERTX.undeploy(inboxes.removeLast());
    EventEnvelope event = event("a", 1);
    publish(event);
    Message taken =
        broker
            .jetStream()
            .subscribe(null, PullSubscribeOptions.bind(STREAM, EventConsumer.NAME))
            .fetch(1, Duration.ofSeconds(10))
            .getFirst();
    new Landing(
            database,
            new CursorRepository(Duration.ofMinutes(1)),
            new ArrivalRepository(),
            Subscription.ALL.subList(0, 1),
            new InboxMeters(new SimpleMeterRegistry(), Subscription.ALL))
        .land(List.of(EventMessages.read(taken, "groundwire")));
    startInbox(1000, database);
    assertThat(next(handled)).isEqualTo(event);
    ConsumerInfo done = consumerOnce(JetStreamPullTest::isDone);
    assertThat(done.getDelivered().getConsumerSequence()).as("handed over twice").isEqualTo(2);
    assertThat(effects).hasSize(1);
    assertThat(handled).isEmpty();
  }

  @Test
  void givesTheConsumerBackItsSettings() throws Exception {
    startInbox(1000, database);
    ConsumerConfiguration meant = consumerOnce(info -> true).getConsumerConfiguration();
    management()
        .addOrUpdateConsumer(
            STREAM,
            ConsumerConfiguration.builder(meant)
                .ackWait(Duration.ofMinutes(7))
                .maxDeliver(3)
                .build());
    ConsumerConfiguration corrected =
        consumerOnce(info -> info.getConsumerConfiguration().getMaxDeliver() == -1)
            .getConsumerConfiguration();
    assertThat(corrected.getAckWait()).isEqualTo(ACK_WAIT);
  }

  @Test
  void makesADeletedConsumerAgainAndRepeatsNoEffect() throws Exception {
    startInbox(1000, database);
    publish(event("a", 1));
    next(handled);
    consumerOnce(JetStreamPullTest::isDone);
    management().deleteConsumer(STREAM, EventConsumer.NAME);
    EventEnvelope second = event("a", 2);
    publish(second);
    assertThat(next(handled)).isEqualTo(second);
    assertThat(effects).hasSize(2);
  }

  @Test
  void leavesGarbageAside() throws Exception {
    startInbox(1000, database);
    EventEnvelope event = event("a", 1);
    broker.jetStream().publish("groundwire.hello", "not json".getBytes(StandardCharsets.UTF_8));
    broker.jetStream().publish("groundwire.of.another", EventJson.write(event));
    publish(event("nul-\0-in-its-key", 1));
    publish(event);
    assertThat(next(handled)).isEqualTo(event);
    ConsumerInfo done = consumerOnce(JetStreamPullTest::isDone);
    assertThat(done.getRedelivered()).isZero();
  }

  @Test
  void holdsBackAFactUntilTheOneBeforeItComes() throws Exception {
    startInbox(1000, database);
    EventEnvelope first = event("a", 1);
    EventEnvelope second = event("a", 2);
    publish(second);
    consumerOnce(info -> info.getRedelivered() > 0);
    publish(first);
    assertThat(List.of(next(handled), next(handled))).containsExactly(first, second);
  }

  @Test
  void keepsItsMessagesWhileTheDatabaseDoesNotAnswer() throws Exception {
    startInbox(1000, database);
    consumerOnce(info -> true);
    SqlConnection blocker = POSTGRES.pool().getConnection().await();
    blocker.begin().await();
    blocker.query("LOCK TABLE inbox_key").execute().await();
    publish(event("a", 1));
    consumerOnce(info -> info.getNumAckPending() == 1);
    VERTX.vertx().timer(3 * ACK_WAIT.toMillis()).await();
    blocker.transaction().rollback().await();
    blocker.close().await();
    next(handled);
    ConsumerInfo done = consumerOnce(JetStreamPullTest::isDone);
    assertThat(done.getDelivered().getConsumerSequence()).as("handed over once").isEqualTo(1);
  }

  @Test
  void pullsNoMoreThanThereIsRoomFor() throws Exception {
    io.vertx.core.Promise<Void> open = io.vertx.core.Promise.promise();
    gate = open.future();
    for (int i = 0; i < 20; i++) {
      publish(event("key-" + i, 1));
    }
    startInbox(5, database);
    consumerOnce(info -> info.getDelivered().getStreamSequence() == 5 && isAcked(info));
    VERTX.vertx().timer(1_000).await();
    assertThat(consumerOnce(info -> true).getNumPending()).isEqualTo(15);
    open.complete();
    for (int i = 0; i < 20; i++) {
      next(handled);
    }
    assertThat(effects).hasSize(20);
  }

  private static boolean isAcked(ConsumerInfo info) {
    return info.getNumAckPending() == 0;
  }

  @Test
  void keepsTheOrderOfKeysThatTwoInboxesShare() throws Exception {
    startInbox(1000, database);
    startInbox(1000, database);
    int keys = 5;
    int facts = 40;
    for (int seq = 1; seq <= facts; seq++) {
      for (int key = 0; key < keys; key++) {
        publish(event("shared-" + key, seq));
      }
    }
    Map<String, Long> last = new java.util.HashMap<>();
    for (int i = 0; i < keys * facts; i++) {
      EventEnvelope event = next(handled);
      assertThat(event.keySeq()).isEqualTo(last.getOrDefault(event.key(), 0L) + 1);
      last.put(event.key(), event.keySeq());
    }
    assertThat(effects).hasSize(keys * facts);
  }

  @Test
  void goesOnAfterTheBrokerWasRestarted() throws Exception {
    startInbox(1000, database);
    publish(event("a", 1));
    next(handled);
    NATS.server().kill();
    NATS.server().start();
    for (int tries = 0; broker.getStatus() != Connection.Status.CONNECTED; tries++) {
      assertThat(tries).isLessThan(600);
      VERTX.vertx().timer(50).await();
    }
    EventEnvelope second = event("a", 2);
    publish(second);
    assertThat(next(handled)).isEqualTo(second);
  }
}
