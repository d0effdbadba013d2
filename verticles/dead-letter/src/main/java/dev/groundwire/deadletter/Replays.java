package dev.groundwire.deadletter;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.deadletter.FailedAttempt;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.ingestion.ReviveDocument;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.telemetry.Traced;
import io.opentelemetry.api.trace.Span;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has dead letters tried again that are due, by those who could not handle them. */
final class Replays {
  private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
  private static final int LONGEST_REASON = 1_000;

  private final DeadLetterConfig config;
  private final Bus bus;
  private final Database database;
  private final RetrySchedule schedule;
  private final List<Subscription> subscriptions;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final TryRepository letters;
  private final AttemptRepository attempts = new AttemptRepository();
  private final Set<LeasedLetter> underWay = ConcurrentHashMap.newKeySet();

  Replays(
      DeadLetterConfig config,
      Bus bus,
      Database database,
      RetrySchedule schedule,
      List<Subscription> subscriptions,
      Clock clock,
      Supplier<UUID> ids) {
    this.config = config;
    this.bus = bus;
    this.database = database;
    this.schedule = schedule;
    this.subscriptions = List.copyOf(subscriptions);
    this.clock = clock;
    this.ids = ids;
    this.letters = new TryRepository(config.lease());
  }

  /** Takes up as many due ones as there are slots free. */
  List<LeasedLetter> lease() {
    int free = config.slots() - underWay.size();
    if (free <= 0) {
      return List.of();
    }
    List<LeasedLetter> leased = database.asSystem(tx -> letters.lease(tx, ids.get(), free));
    underWay.addAll(leased);
    return leased;
  }

  boolean isIdle() {
    return underWay.isEmpty();
  }

  /** Keeps what is under way from being taken over. */
  void renewLeases() {
    List<UUID> leases = underWay.stream().map(LeasedLetter::lease).distinct().toList();
    if (!leases.isEmpty()) {
      database.asSystem(tx -> {
        letters.renew(tx, leases);
        return leases.size();
      });
    }
  }

  /** Removes what has ended long ago. */
  int prune() {
    return database.asSystem(tx -> letters.prune(tx, config.keepEnded()));
  }

  /**
   * Tries one again. When settling fails, because the database is away, the lease runs out and it
   * is tried again; the handler's ledger then tells that it is done.
   */
  void attempt(LeasedLetter letter) {
    try {
      Optional<BusFailure> failure = outcome(letter);
      if (failure.isEmpty()) {
        succeed(letter);
      } else {
        fail(letter, failure.get().getMessage(), RetrySchedule.mayHelp(failure.get()));
      }
    } finally {
      underWay.remove(letter);
    }
  }

  private Optional<BusFailure> outcome(LeasedLetter letter) {
    if (letter.tries() > schedule.most(letter.state())) {
      return Optional.of(RetrySchedule.neverEnded());
    }
    try {
      if (!revived(letter) && !handled(letter)) {
        // Done before, or void: perhaps since its document was given up after the first question.
        revived(letter);
      }
      return Optional.empty();
    } catch (BusFailure failure) {
      Traced.failed(Span.current(), failure);
      return Optional.of(failure);
    }
  }

  /** False when there was nothing left to do. */
  private boolean handled(LeasedLetter letter) {
    RequestAddress<EventEnvelope, EventHandled> handler =
        new RequestAddress<>(letter.handler(), EventEnvelope.class, EventHandled.class);
    return bus.request(handler, letter.event(), config.deadline()).await().firstTime();
  }

  /**
   * True when a document that had failed with this event has been started anew, which takes the
   * place of handling the event: what was stored for it went when it failed.
   */
  private boolean revived(LeasedLetter letter) {
    boolean ofDocument =
        subscriptions.stream()
            .filter(subscription -> subscription.giveUp().isPresent())
            .anyMatch(subscription -> subscription.handler().name().equals(letter.handler()));
    return ofDocument
        && bus.request(
                IngestionBus.REVIVE_DOCUMENT, new ReviveDocument(letter.event()), config.deadline())
            .await()
            .revived();
  }

  private void succeed(LeasedLetter letter) {
    database.asSystem(tx -> {
      letters.replayed(tx, letter);
      return true;
    });
    LOG.atInfo()
        .addKeyValue("dead_letter", letter.id())
        .addKeyValue("handler", letter.handler())
        .addKeyValue("tries", letter.tries())
        .log("dead letter handled");
  }

  private void fail(LeasedLetter letter, String error, boolean mayHelp) {
    Optional<Duration> delay = schedule.next(letter.state(), letter.tries(), mayHelp);
    String reason = AttemptRepository.storable(error, LONGEST_REASON);
    database.asSystem(tx -> {
      letters.failed(tx, letter, delay, reason);
      attempts.add(
          tx,
          letter.id(),
          letter.event().organizationId(),
          List.of(new FailedAttempt(clock.instant(), error)));
      return true;
    });
    LOG.atWarn()
        .addKeyValue("dead_letter", letter.id())
        .addKeyValue("handler", letter.handler())
        .addKeyValue("tries", letter.tries())
        .addKeyValue("parked", delay.isEmpty())
        .addKeyValue("reason", reason)
        .log("dead letter not handled");
  }
}
