package dev.groundwire.deadletter;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Page;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.deadletter.BuryEvent;
import dev.groundwire.bus.deadletter.DeadLetterBus;
import dev.groundwire.bus.deadletter.DeadLetterFilter;
import dev.groundwire.bus.deadletter.DeadLetterFound;
import dev.groundwire.bus.deadletter.DeadLetterState;
import dev.groundwire.bus.deadletter.DeadLetterView;
import dev.groundwire.bus.deadletter.FailedAttempt;
import dev.groundwire.bus.deadletter.FindDeadLetter;
import dev.groundwire.bus.deadletter.ListDeadLetters;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.bus.ingestion.DocumentRevived;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.retrieval.RetrievalBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** The room, and beside it a handler whose outcome a test decides. */
final class DeadLetterRoom extends VerticleBase {
  static final String HANDLER = RetrievalBus.REMOVE_DOCUMENT.name();
  static final String OF_DOCUMENT = IngestionBus.CHUNK_DOCUMENT.name();
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

  final BlockingQueue<EventEnvelope> handled = new LinkedBlockingQueue<>();
  volatile Function<EventEnvelope, EventHandled> handler = event -> new EventHandled(true);
  final AtomicInteger askedToRevive = new AtomicInteger();
  volatile boolean revived;
  private final VertxFixture fixture;
  private final Database database;
  private final Supplier<UUID> ids = Identifiers.timeOrdered();

  DeadLetterRoom(VertxFixture fixture, Database database) {
    this.fixture = fixture;
    this.database = database;
  }

  @Override
  public Future<?> start() {
    Bus bus = new Bus(vertx);
    return Future.all(
        List.of(
            bus.answer(RetrievalBus.REMOVE_DOCUMENT, 10, this::handle),
            bus.answer(IngestionBus.CHUNK_DOCUMENT, 10, this::handle),
            bus.answer(IngestionBus.REVIVE_DOCUMENT, 10, ignored -> revive())));
  }

  private EventHandled handle(EventEnvelope event) {
    handled.add(event);
    return handler.apply(event);
  }

  private DocumentRevived revive() {
    askedToRevive.incrementAndGet();
    return new DocumentRevived(revived);
  }

  /** Deploys the room itself. */
  String open(int maxAttempts, Duration delay) throws TimeoutException {
    DeadLetterConfig config =
        new DeadLetterConfig(
            maxAttempts,
            List.of(delay),
            1_000,
            10,
            4,
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofMillis(20),
            Duration.ofDays(1));
    return fixture.deploy(
        new DeadLetterVerticle(
            config,
            database,
            new Outbox(Clock.systemUTC(), ids),
            Subscription.ALL,
            Clock.systemUTC(),
            ids));
  }

  <Q extends Record, R extends Record> R ask(RequestAddress<Q, R> at, Q request) {
    return new Bus(fixture.vertx()).request(at, request, DEADLINE).await();
  }

  EventEnvelope event(Tenant tenant, String key, long keySeq) {
    return new EventEnvelope(
        ids.get(),
        DocumentEvents.RECEIVED.name(),
        tenant.organizationId(),
        tenant.workspaceId(),
        key,
        keySeq,
        "request-of-" + key,
        Optional.empty(),
        Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        THEN,
        "{\"version\":1}");
  }

  /** Buried after one failed try. */
  DeadLetterView bury(EventEnvelope event, String handler, boolean mayHelp) {
    ask(
        DeadLetterBus.BURY_EVENT,
        new BuryEvent(
            event, handler, "It does not fit.", mayHelp, List.of(new FailedAttempt(THEN, "no"))));
    return list(event).stream()
        .filter(letter -> letter.eventId().equals(event.id()))
        .findFirst()
        .orElseThrow();
  }

  /** Dead letters of the event's key, newest first. */
  List<DeadLetterView> list(EventEnvelope event) {
    return ask(
            DeadLetterBus.LIST_DEAD_LETTERS,
            new ListDeadLetters(
                event.organizationId(), filter(event.key()), new Page(200, Optional.empty())))
        .items();
  }

  static DeadLetterFilter filter(String key) {
    return new DeadLetterFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(key),
        Optional.empty(),
        Optional.empty());
  }

  DeadLetterFound find(EventEnvelope event) {
    return ask(
        DeadLetterBus.FIND_DEAD_LETTER,
        new FindDeadLetter(
            event.organizationId(),
            list(event).stream()
                .filter(letter -> letter.eventId().equals(event.id()))
                .findFirst()
                .orElseThrow()
                .id()));
  }

  /** Waits, by asking again and again, until the event's letter is in that state. */
  DeadLetterFound await(EventEnvelope event, DeadLetterState state) throws TimeoutException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    DeadLetterFound found = find(event);
    while (found.deadLetter().state() != state) {
      if (System.nanoTime() > end) {
        throw new TimeoutException("still " + found.deadLetter());
      }
      found = find(event);
    }
    return found;
  }

  static BusFailure failure(FailureCode code) {
    return new BusFailure(code, "It still does not fit.");
  }
}
