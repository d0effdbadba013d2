package dev.groundwire.deadletter;

import static dev.groundwire.deadletter.DeadLetterRoom.HANDLER;
import static dev.groundwire.deadletter.DeadLetterRoom.OF_DOCUMENT;
import static dev.groundwire.deadletter.DeadLetterRoom.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.deadletter.DeadLetterBus;
import dev.groundwire.bus.deadletter.DeadLetterFilter;
import dev.groundwire.bus.deadletter.DeadLetterFound;
import dev.groundwire.bus.deadletter.DeadLetterState;
import dev.groundwire.bus.deadletter.DeadLetterView;
import dev.groundwire.bus.deadletter.DescribeDeadLetters;
import dev.groundwire.bus.deadletter.DiscardDeadLetter;
import dev.groundwire.bus.deadletter.FindDeadLetter;
import dev.groundwire.bus.deadletter.ReplayDeadLetter;
import dev.groundwire.bus.deadletter.ReplayDeadLetters;
import dev.groundwire.bus.event.DeadLetterEvents;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadLetterVerticleTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration SOON = Duration.ofMillis(5);
  private static final Duration LATE = Duration.ofHours(1);

  private final Database database = POSTGRES.database();
  private final Tenant tenant = POSTGRES.newTenant();
  private final DeadLetterRoom room = new DeadLetterRoom(VERTX, database);
  private final EventEnvelope event = room.event(tenant, UUID.randomUUID().toString(), 1);
  private String handlers = "";
  private @Nullable String letters;

  @BeforeEach
  void answer() throws Exception {
    database.asSystem(tx -> Rows.update(tx, "DELETE FROM dead_letter", Tuple.tuple()));
    handlers = VERTX.deploy(room);
  }

  @AfterEach
  void stop() throws Exception {
    if (letters != null) {
      VERTX.undeploy(letters);
    }
    VERTX.undeploy(handlers);
  }

  private void open(int maxAttempts, Duration delay) throws Exception {
    letters = room.open(maxAttempts, delay);
  }

  @Test
  void parksPoisonAtOnce() throws Exception {
    open(6, SOON);
    DeadLetterView buried = room.bury(event, HANDLER, false);
    assertThat(buried.state()).isEqualTo(DeadLetterState.PARKED);
    assertThat(buried.reason()).isEqualTo("It does not fit.");
    assertThat(buried.nextAt()).isEmpty();
    assertThat(room.handled).isEmpty();
  }

  @Test
  void triesAgainUntilItIsHandled() throws Exception {
    AtomicInteger failures = new AtomicInteger(3);
    room.handler =
        asked -> {
          if (failures.getAndDecrement() > 0) {
            throw failure(FailureCode.UNAVAILABLE);
          }
          return new EventHandled(true);
        };
    open(6, SOON);
    room.bury(event, HANDLER, true);
    DeadLetterFound found = room.await(event, DeadLetterState.REPLAYED);
    assertThat(room.handled).hasSize(4).containsOnly(event);
    assertThat(found.attempts()).hasSize(4);
    assertThat(found.deadLetter().attempts()).isEqualTo(4);
    assertThat(found.event()).isEqualTo(event);
  }

  @Test
  void parksAfterTheLastTry() throws Exception {
    room.handler =
        asked -> {
          throw failure(FailureCode.TIMEOUT);
        };
    open(3, SOON);
    room.bury(event, HANDLER, true);
    DeadLetterFound found = room.await(event, DeadLetterState.PARKED);
    assertThat(room.handled).hasSize(3);
    assertThat(found.deadLetter().reason()).isEqualTo("It still does not fit.");
    assertThat(found.attempts()).hasSize(4);
  }

  @Test
  void parksWhenATryShowsThatItIsPoison() throws Exception {
    room.handler =
        asked -> {
          throw failure(FailureCode.UNPROCESSABLE);
        };
    open(6, SOON);
    room.bury(event, HANDLER, true);
    room.await(event, DeadLetterState.PARKED);
    assertThat(room.handled).hasSize(1);
  }

  @Test
  void buriesTheSameFactOnce() throws Exception {
    open(6, LATE);
    room.bury(event, HANDLER, true);
    room.bury(event, HANDLER, true);
    assertThat(room.list(event)).hasSize(1);
    assertThat(room.find(event).attempts()).hasSize(1);
    assertThat(added()).hasSize(1).allSatisfy(payload -> assertThat(payload).contains(HANDLER));
  }

  private List<String> added() {
    return database.asSystem(tx ->
        Rows.list(
            tx,
            "SELECT payload FROM outbox WHERE type LIKE 'dead-letter.%' AND organization_id = $1",
            Tuple.of(tenant.organizationId()),
            row -> row.getString("payload")));
  }

  @Test
  void replaysWhenAPersonAsks() throws Exception {
    open(6, LATE);
    DeadLetterView parked = room.bury(event, HANDLER, false);
    replay(parked);
    room.await(event, DeadLetterState.REPLAYED);
    assertThat(replay(parked).state()).as("again").isEqualTo(DeadLetterState.REPLAYED);
    assertThat(room.handled).hasSize(1);
  }

  private DeadLetterView replay(DeadLetterView letter) {
    return room.ask(
        DeadLetterBus.REPLAY_DEAD_LETTER,
        new ReplayDeadLetter(tenant.organizationId(), letter.id()));
  }

  @Test
  void startsADocumentAnewThatWasGivenUp() throws Exception {
    room.revived = true;
    open(6, LATE);
    replay(room.bury(event, OF_DOCUMENT, false));
    room.await(event, DeadLetterState.REPLAYED);
    assertThat(room.handled).as("its handler is not asked").isEmpty();
  }

  @Test
  void startsADocumentAnewThatIsGivenUpDuringTheTry() throws Exception {
    room.handler =
        asked -> {
          room.revived = true; // what was no failed document when first asked is one now
          return new EventHandled(false);
        };
    open(6, LATE);
    replay(room.bury(event, OF_DOCUMENT, false));
    room.await(event, DeadLetterState.REPLAYED);
    assertThat(room.askedToRevive).hasValue(2);
  }

  @Test
  void tellsNothingOfABuriedDeadLetterFact() throws Exception {
    open(6, LATE);
    room.bury(event, HANDLER, false);
    EventEnvelope told =
        new EventEnvelope(
            UUID.randomUUID(),
            DeadLetterEvents.ADDED.name(),
            event.organizationId(),
            event.workspaceId(),
            UUID.randomUUID().toString(),
            1,
            event.correlationId(),
            event.causationId(),
            event.traceparent(),
            event.occurredAt(),
            "{}");
    assertThat(room.bury(told, HANDLER, false).state()).isEqualTo(DeadLetterState.PARKED);
    assertThat(added()).hasSize(1);
  }

  @Test
  void countsOnWhenARevivedDocumentFailsAgain() throws Exception {
    room.revived = true;
    open(2, SOON);
    room.bury(event, OF_DOCUMENT, true);
    room.await(event, DeadLetterState.REPLAYED);
    EventEnvelope second = room.event(tenant, event.key(), 2);
    room.bury(second, OF_DOCUMENT, true);
    room.await(second, DeadLetterState.REPLAYED);
    EventEnvelope third = room.event(tenant, event.key(), 3);
    assertThat(room.bury(third, OF_DOCUMENT, true).state()).isEqualTo(DeadLetterState.PARKED);
  }

  @Test
  void triesAgainWhatIsBuriedAgain() throws Exception {
    open(6, SOON);
    room.bury(event, HANDLER, true);
    room.await(event, DeadLetterState.REPLAYED);
    room.handled.clear();
    room.bury(event, HANDLER, true);
    assertThat(room.handled.take()).isEqualTo(event);
    room.await(event, DeadLetterState.REPLAYED);
  }

  @Test
  void replaysManyInTheirOrder() throws Exception {
    open(6, LATE);
    List<EventEnvelope> events =
        LongStream.rangeClosed(1, 20)
            .mapToObj(seq -> room.event(tenant, event.key(), seq))
            .toList();
    events.reversed().forEach(each -> room.bury(each, HANDLER, false));
    room.bury(event(1), HANDLER, false);
    assertThat(replayAll(DeadLetterRoom.filter(event.key()))).isEqualTo(20);
    for (EventEnvelope each : events) {
      room.await(each, DeadLetterState.REPLAYED);
    }
    assertThat(room.handled).containsExactlyElementsOf(events);
    assertThat(replayAll(DeadLetterRoom.filter(event.key()))).as("again").isZero();
  }

  private EventEnvelope event(long keySeq) {
    return room.event(tenant, UUID.randomUUID().toString(), keySeq);
  }

  private int replayAll(DeadLetterFilter filter) {
    return room.ask(
            DeadLetterBus.REPLAY_DEAD_LETTERS,
            new ReplayDeadLetters(tenant.organizationId(), filter))
        .queued();
  }

  @Test
  void discardsWithAReason() throws Exception {
    open(6, LATE);
    DeadLetterView letter = room.bury(event, HANDLER, true);
    DeadLetterView discarded =
        room.ask(
            DeadLetterBus.DISCARD_DEAD_LETTER,
            new DiscardDeadLetter(tenant.organizationId(), letter.id(), "Sent by mistake."));
    assertThat(discarded.state()).isEqualTo(DeadLetterState.DISCARDED);
    assertThat(discarded.discardReason()).contains("Sent by mistake.");
    assertThatThrownBy(() -> replay(letter)).hasMessageContaining("discarded");
    assertThat(replayAll(DeadLetterRoom.filter(event.key()))).isZero();
  }

  @Test
  void discardsWhatBelongsToADeletedDocument() throws Exception {
    open(6, LATE);
    room.bury(event, OF_DOCUMENT, false);
    EventEnvelope deleted =
        new EventEnvelope(
            UUID.randomUUID(),
            DocumentEvents.DELETED.name(),
            event.organizationId(),
            event.workspaceId(),
            event.key(),
            2,
            "deletion",
            event.causationId(),
            event.traceparent(),
            event.occurredAt(),
            "{}");
    room.bury(deleted, HANDLER, false);
    assertThat(room.ask(DeadLetterBus.FORGET_DOCUMENT, deleted).firstTime()).isTrue();
    assertThat(room.ask(DeadLetterBus.FORGET_DOCUMENT, deleted).firstTime()).isFalse();
    assertThat(room.find(event).deadLetter().state()).isEqualTo(DeadLetterState.DISCARDED);
    assertThat(room.find(deleted).deadLetter().state()).isEqualTo(DeadLetterState.PARKED);
  }

  @Test
  void givesUpWhatEndsTheServerAtEachTry() throws Exception {
    open(2, LATE);
    room.bury(event, HANDLER, true);
    database.asSystem(
        tx -> Rows.update(tx, "UPDATE dead_letter SET tries = 2, next_at = now()", Tuple.tuple()));
    assertThat(room.await(event, DeadLetterState.PARKED).deadLetter().reason())
        .contains("The server stopped");
    assertThat(room.handled).isEmpty();
  }

  @Test
  void showsNothingToAnotherOrganization() throws Exception {
    open(6, LATE);
    DeadLetterView letter = room.bury(event, HANDLER, false);
    UUID rival = POSTGRES.newTenant().organizationId();
    assertThatThrownBy(
            () -> room.ask(DeadLetterBus.FIND_DEAD_LETTER, new FindDeadLetter(rival, letter.id())))
        .isInstanceOfSatisfying(
            BusFailure.class,
            refused -> assertThat(refused.code()).isEqualTo(FailureCode.NOT_FOUND));
    assertThatThrownBy(() ->
            room.ask(DeadLetterBus.REPLAY_DEAD_LETTER, new ReplayDeadLetter(rival, letter.id())))
        .hasMessageContaining("no dead letter");
    assertThatThrownBy(() ->
            room.ask(
                DeadLetterBus.DISCARD_DEAD_LETTER,
                new DiscardDeadLetter(rival, letter.id(), "Not mine.")))
        .hasMessageContaining("no dead letter");
    assertThat(
            room.ask(
                    DeadLetterBus.REPLAY_DEAD_LETTERS,
                    new ReplayDeadLetters(rival, DeadLetterRoom.filter(event.key())))
                .queued())
        .isZero();
    assertThat(room.ask(DeadLetterBus.DESCRIBE_DEAD_LETTERS, new DescribeDeadLetters()).parked())
        .isEqualTo(1);
  }
}
