package dev.groundwire.inbox;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Done;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.bus.ingestion.GiveUpDocument;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases due facts as slots are free, has them handled, and settles what came of it. */
final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final Duration GIVE_UP_DEADLINE = Duration.ofSeconds(30);

  private final InboxConfig config;
  private final Bus bus;
  private final Database database;
  private final DeliveryRepository deliveries;
  private final RandomGenerator random;
  private final Set<Delivery> underWay = ConcurrentHashMap.newKeySet();

  Inbox(
      InboxConfig config,
      Bus bus,
      Database database,
      DeliveryRepository deliveries,
      RandomGenerator random) {
    this.config = config;
    this.bus = bus;
    this.database = database;
    this.deliveries = deliveries;
    this.random = random;
  }

  /** Takes up as many due facts as the handler has slots free. */
  List<Delivery> lease(Subscription subscription) {
    String handler = subscription.handler().name();
    int free = config.slotsOf(handler) - (int) underWay(handler);
    if (free <= 0) {
      return List.of();
    }
    List<Delivery> leased = database.asSystem(tx -> deliveries.lease(tx, handler, free));
    underWay.addAll(leased);
    return leased;
  }

  private long underWay(String handler) {
    return underWay.stream().filter(delivery -> delivery.handler().equals(handler)).count();
  }

  boolean isIdle() {
    return underWay.isEmpty();
  }

  /** Keeps what is under way from being taken over. */
  void renewLeases() {
    List<UUID> events = underWay.stream().map(Delivery::event).map(EventEnvelope::id).toList();
    if (!events.isEmpty()) {
      database.asSystem(tx -> {
        deliveries.renew(tx, events);
        return events.size();
      });
    }
  }

  /** Takes over at once what a process before this one had leased. */
  int takeOverAll() {
    return database.asSystem(deliveries::takeOverAll);
  }

  /**
   * Has one fact handled. When settling fails, because the database is away, the lease runs out and
   * the fact is delivered again; the handler's ledger then tells that it is done.
   */
  void deliver(Subscription subscription, Delivery delivery) {
    try {
      if (delivery.deliveries() > config.maxDeliveries()) {
        giveUp(subscription, delivery, Verdict.neverEnded(delivery));
      } else {
        handle(subscription, delivery);
      }
    } finally {
      underWay.remove(delivery);
    }
  }

  private void handle(Subscription subscription, Delivery delivery) {
    try {
      bus.request(subscription.handler(), delivery.event(), config.deadline()).await();
      settle(tx -> deliveries.remove(tx, delivery));
    } catch (BusFailure failure) {
      fail(subscription, delivery, failure);
    }
  }

  private void fail(Subscription subscription, Delivery delivery, BusFailure failure) {
    switch (Verdict.on(failure, delivery, config, random)) {
      case Verdict.Retry retry -> {
        LOG.atWarn()
            .addKeyValue("event", delivery.event().id())
            .addKeyValue("handler", delivery.handler())
            .addKeyValue("attempts", retry.attempts())
            .addKeyValue("delay", retry.delay())
            .addKeyValue("cause", failure.getMessage())
            .log("event not handled, trying again");
        settle(tx ->
            deliveries.release(
                tx, delivery, retry.delay(), retry.attempts(), failure.getMessage()));
      }
      case Verdict.GiveUp end -> giveUp(subscription, delivery, end);
    }
  }

  /** First whoever must know, then the row: a crash in between repeats the first, harmlessly. */
  private void giveUp(Subscription subscription, Delivery delivery, Verdict.GiveUp end) {
    LOG.atError()
        .addKeyValue("event", delivery.event().id())
        .addKeyValue("type", delivery.event().type())
        .addKeyValue("handler", delivery.handler())
        .addKeyValue("attempts", end.attempts())
        .addKeyValue("reason", end.reason())
        .log("event given up");
    subscription.giveUp().ifPresent(who -> tell(who, delivery, end));
    settle(tx -> deliveries.bury(tx, delivery, end.attempts(), end.reason()));
  }

  private void tell(
      RequestAddress<GiveUpDocument, Done> who, Delivery delivery, Verdict.GiveUp end) {
    try {
      bus.request(who, new GiveUpDocument(delivery.event(), end.reason()), GIVE_UP_DEADLINE)
          .await();
    } catch (BusFailure unheard) {
      if (unheard.code().retryable()) {
        throw unheard;
      }
      // Who cannot take in this fact never will, and the row must not come back for ever.
      LOG.atError()
          .addKeyValue("event", delivery.event().id())
          .setCause(unheard)
          .log("event given up, and nobody could be told");
    }
  }

  private void settle(Consumer<SqlConnection> change) {
    database.asSystem(tx -> {
      change.accept(tx);
      return true;
    });
  }
}
