package dev.groundwire.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Done;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.deadletter.BuryEvent;
import dev.groundwire.bus.deadletter.FailedAttempt;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.bus.inbox.EventsLanded;
import dev.groundwire.bus.inbox.InboxBus;
import dev.groundwire.bus.inbox.LandEvents;
import dev.groundwire.bus.ingestion.GiveUpDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.outbox.Envelopes;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InboxVerticleTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final String HANDLER = IngestionBus.CHUNK_DOCUMENT.name();

  private final Database database = POSTGRES.database();
  private final Tenant tenant = POSTGRES.newTenant();
  private final HandlingRooms rooms = new HandlingRooms();
  private @Nullable String room;
  private @Nullable String inbox;

  @BeforeEach
  void answer() throws Exception {
    database.asSystem(tx -> Rows.update(tx, "DELETE FROM event_delivery", Tuple.tuple()));
    room = VERTX.deploy(rooms);
  }

  @AfterEach
  void stop() throws Exception {
    stopInbox();
    if (room != null) {
      VERTX.undeploy(room);
    }
  }

  private void startInbox(int slots) throws Exception {
    InboxConfig config =
        new InboxConfig(
            3,
            20,
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofMillis(20),
            Map.of("default", slots),
            1000,
            Duration.ofMinutes(1),
            new PullConfig(
                100, Duration.ofSeconds(3), 1000, Duration.ofSeconds(5), Duration.ofMinutes(5)),
            true);
    inbox =
        VERTX.deploy(
            new InboxVerticle(
                config,
                database,
                Subscription.ALL,
                Optional.empty(),
                Clock.systemUTC(),
                UUID.randomUUID()));
  }

  /** Waits until what is under way is settled. */
  private void stopInbox() throws Exception {
    if (inbox != null) {
      VERTX.undeploy(inbox);
      inbox = null;
    }
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
        "{}");
  }

  private EventEnvelope deliver(String key, long keySeq) {
    EventEnvelope event = event(key, keySeq);
    String insert =
        """
        INSERT INTO event_delivery (event_id, organization_id, workspace_id, type, key, key_seq,
          correlation_id, causation_id, traceparent, occurred_at, payload, handler)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;
    database.asSystem(tx -> Rows.update(tx, insert, Envelopes.write(event, HANDLER)));
    return event;
  }

  private List<String> rows() {
    return database.asSystem(tx ->
        Rows.list(
            tx,
            "SELECT state, attempts FROM event_delivery ORDER BY key_seq",
            Tuple.tuple(),
            row -> row.getString("state") + " " + row.getInteger("attempts")));
  }

  private List<Delivery> lease(DeliveryRepository deliveries) {
    return database.asSystem(tx -> deliveries.lease(tx, Map.of(HANDLER, 5)));
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T item = queue.poll(30, TimeUnit.SECONDS);
    assertThat(item).as("arrives").isNotNull();
    return item;
  }

  @Test
  void deliversAndForgetsWhatIsHandled() throws Exception {
    EventEnvelope event = deliver("a", 1);
    startInbox(4);
    assertThat(next(rooms.handled)).isEqualTo(event);
    stopInbox();
    assertThat(rows()).isEmpty();
  }

  @Test
  void takesFromATransportWhatItThenDelivers() throws Exception {
    EventEnvelope event = event(UUID.randomUUID().toString(), 1);
    startInbox(4);
    Bus bus = new Bus(VERTX.vertx());
    for (int i = 0; i < 2; i++) {
      EventsLanded landed =
          bus.request(InboxBus.LAND_EVENTS, new LandEvents(List.of(event)), Duration.ofSeconds(30))
              .await();
      assertThat(landed.ids()).containsExactly(event.id());
    }
    assertThat(next(rooms.handled)).isEqualTo(event);
    stopInbox();
    assertThat(rooms.handled).as("once, though handed over twice").isEmpty();
  }

  @Test
  void keepsTheOrderOfAKeyWhileItsFirstIsRetried() throws Exception {
    EventEnvelope first = deliver("a", 1);
    EventEnvelope second = deliver("a", 2);
    BlockingQueue<EventEnvelope> tries = new LinkedBlockingQueue<>();
    rooms.handler =
        event -> {
          tries.add(event);
          if (tries.size() < 3) {
            throw new BusFailure(FailureCode.INTERNAL, "not yet");
          }
          return new EventHandled(true);
        };
    startInbox(4);
    assertThat(
            List.of(
                next(rooms.handled), next(rooms.handled), next(rooms.handled), next(rooms.handled)))
        .containsExactly(first, first, first, second);
  }

  @Test
  void givesUpAfterItsRetriesAndSaysWhy() throws Exception {
    EventEnvelope event = deliver("a", 1);
    rooms.handler =
        failing -> {
          throw new BusFailure(FailureCode.TIMEOUT, "too slow");
        };
    startInbox(4);
    assertThat(next(rooms.givenUp)).isEqualTo(new GiveUpDocument(event, "too slow"));
    stopInbox();
    assertThat(rooms.handled).as("one try and three retries").hasSize(4);
    BuryEvent dead = next(rooms.buried);
    assertThat(dead.event()).isEqualTo(event);
    assertThat(dead.handler()).isEqualTo(HANDLER);
    assertThat(dead.mayHelp()).isTrue();
    assertThat(dead.attempts())
        .extracting(FailedAttempt::error)
        .containsExactly("too slow", "too slow", "too slow", "too slow");
    assertThat(dead.attempts()).extracting(FailedAttempt::at).isSorted();
    assertThat(rows()).isEmpty();
  }

  @Test
  void givesUpAtOnceWhatNoRetryCures() throws Exception {
    deliver("a", 1);
    rooms.handler =
        failing -> {
          throw new BusFailure(FailureCode.INVALID_REQUEST, "not readable");
        };
    startInbox(4);
    next(rooms.givenUp);
    stopInbox();
    assertThat(rooms.handled).hasSize(1);
    BuryEvent dead = next(rooms.buried);
    assertThat(dead.reason()).isEqualTo("not readable");
    assertThat(dead.mayHelp()).isFalse();
    assertThat(rows()).isEmpty();
  }

  @Test
  void givesUpUntriedWhatWasTakenUpTooOften() throws Exception {
    EventEnvelope event = deliver("a", 1);
    database.asSystem(
        tx -> Rows.update(tx, "UPDATE event_delivery SET deliveries = 20", Tuple.tuple()));
    startInbox(4);
    assertThat(next(rooms.givenUp).event()).isEqualTo(event);
    stopInbox();
    assertThat(rooms.handled).as("the handler that ended the process each time").isEmpty();
    assertThat(next(rooms.buried).reason()).startsWith("The server stopped");
    assertThat(rows()).isEmpty();
  }

  @Test
  void buriesAlsoWhatNobodyCanBeToldOf() throws Exception {
    deliver("a", 1);
    rooms.handler =
        failing -> {
          throw new BusFailure(FailureCode.INVALID_REQUEST, "not readable");
        };
    rooms.whoIsTold =
        asked -> {
          throw new BusFailure(FailureCode.INVALID_REQUEST, "not readable here either");
        };
    startInbox(4);
    next(rooms.givenUp);
    stopInbox();
    assertThat(rooms.buried).hasSize(1);
    assertThat(rows()).isEmpty();
  }

  @Test
  void tellsNobodyAndForgetsNothingBeforeTheDeadLetterIsThere() throws Exception {
    deliver("a", 1);
    rooms.handler =
        failing -> {
          throw new BusFailure(FailureCode.INVALID_REQUEST, "not readable");
        };
    AtomicInteger refused = new AtomicInteger();
    rooms.cemetery =
        asked -> {
          if (refused.incrementAndGet() < 3) {
            throw new BusFailure(FailureCode.UNAVAILABLE, "away");
          }
          assertThat(rooms.givenUp).isEmpty();
          return new Done();
        };
    startInbox(4);
    next(rooms.givenUp);
    stopInbox();
    assertThat(rooms.buried).hasSize(1);
    assertThat(next(rooms.buried).attempts()).as("each with its own record").hasSize(3);
    assertThat(rows()).isEmpty();
  }

  @Test
  void doesNotBlameTheHandlerForAnOutage() throws Exception {
    deliver("a", 1);
    BlockingQueue<EventEnvelope> tries = new LinkedBlockingQueue<>();
    rooms.handler =
        event -> {
          tries.add(event);
          if (tries.size() < 9) {
            throw new BusFailure(FailureCode.UNAVAILABLE, "away");
          }
          return new EventHandled(true);
        };
    startInbox(4);
    for (int i = 0; i < 9; i++) {
      next(rooms.handled);
    }
    stopInbox();
    assertThat(rooms.givenUp).isEmpty();
    assertThat(rows()).isEmpty();
  }

  @Test
  void goesOnWithAKeyWhoseEarlierFactIsDead() throws Exception {
    deliver("a", 1);
    EventEnvelope second = deliver("a", 2);
    rooms.handler =
        event -> {
          if (event.keySeq() == 1) {
            throw new BusFailure(FailureCode.UNPROCESSABLE, "no");
          }
          return new EventHandled(true);
        };
    startInbox(4);
    next(rooms.handled);
    assertThat(next(rooms.handled)).isEqualTo(second);
  }

  @Test
  void takesOverWhatADeadProcessHadLeased() throws Exception {
    EventEnvelope event = deliver("a", 1);
    DeliveryRepository dead = new DeliveryRepository(UUID.randomUUID(), Duration.ofHours(1));
    assertThat(lease(dead)).hasSize(1);
    startInbox(4);
    assertThat(next(rooms.handled)).isEqualTo(event);
  }

  @Test
  void leasesNothingThatAnotherInboxHolds() {
    deliver("a", 1);
    DeliveryRepository one = new DeliveryRepository(UUID.randomUUID(), Duration.ofHours(1));
    DeliveryRepository two = new DeliveryRepository(UUID.randomUUID(), Duration.ofHours(1));
    assertThat(lease(one)).hasSize(1);
    assertThat(lease(two)).isEmpty();
  }

  @Test
  void takesUpNoMoreThanItsSlots() throws Exception {
    for (int i = 0; i < 5; i++) {
      deliver("key-" + i, 1);
    }
    BlockingQueue<Integer> together = new LinkedBlockingQueue<>();
    AtomicInteger inside = new AtomicInteger();
    rooms.handler =
        event -> {
          together.add(inside.incrementAndGet());
          VERTX.vertx().timer(20).await();
          inside.decrementAndGet();
          return new EventHandled(true);
        };
    startInbox(2);
    for (int i = 0; i < 5; i++) {
      next(rooms.handled);
    }
    stopInbox();
    assertThat(together).hasSize(5).allMatch(count -> count <= 2).contains(2);
  }
}
