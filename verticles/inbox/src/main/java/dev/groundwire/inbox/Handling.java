package dev.groundwire.inbox;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.deadletter.BuryEvent;
import dev.groundwire.bus.deadletter.DeadLetterBus;
import dev.groundwire.bus.deadletter.FailedAttempt;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.bus.ingestion.GiveUpDocument;
import dev.groundwire.inbox.InboxMeters.Outcome;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.telemetry.Traced;
import io.opentelemetry.api.trace.Span;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has one fact handled, and buries what cannot be. */
final class Handling {
  private static final Logger LOG = LoggerFactory.getLogger(Handling.class);
  private static final Duration GIVE_UP_DEADLINE = Duration.ofSeconds(30);
  private static final int ERROR_CHARACTERS = 2_000;

  private final InboxConfig config;
  private final List<Subscription> subscriptions;
  private final Bus bus;
  private final Clock clock;
  private final RandomGenerator random;
  private final InboxMeters meters;

  Handling(
      InboxConfig config,
      List<Subscription> subscriptions,
      Bus bus,
      Clock clock,
      RandomGenerator random,
      InboxMeters meters) {
    this.config = config;
    this.subscriptions = subscriptions;
    this.bus = bus;
    this.clock = clock;
    this.random = random;
    this.meters = meters;
  }

  /** Awaits what comes of it, whatever that is. */
  Settlement handle(Delivery delivery) {
    return meters.timed(delivery.handler(), () -> handled(delivery));
  }

  private Settlement handled(Delivery delivery) {
    Subscription subscription = subscriptionOf(delivery);
    if (delivery.deliveries() > config.maxDeliveries()) {
      Verdict.GiveUp end = Verdict.neverEnded(delivery);
      return giveUp(subscription, delivery, end, failed(end.reason()));
    }
    try {
      bus.request(subscription.handler(), delivery.event(), config.deadline()).await();
      meters.ended(delivery.handler(), Outcome.DONE);
      return new Settlement.Ended(delivery);
    } catch (BusFailure failure) {
      return fail(subscription, delivery, failure);
    } catch (RuntimeException unexpected) {
      LOG.atError()
          .addKeyValue("handler", delivery.handler())
          .setCause(unexpected)
          .log("handler not reached");
      BusFailure failure = new BusFailure(FailureCode.INTERNAL, "The handler was not reached.");
      return fail(subscription, delivery, failure);
    }
  }

  private Subscription subscriptionOf(Delivery delivery) {
    List<Subscription> ofHandler =
        subscriptions.stream()
            .filter(each -> each.handler().name().equals(delivery.handler()))
            .toList();
    return ofHandler.stream()
        .filter(each -> each.wants(delivery.event().type()))
        .findFirst()
        .orElseGet(ofHandler::getFirst);
  }

  private Settlement fail(Subscription subscription, Delivery delivery, BusFailure failure) {
    Traced.failed(Span.current(), failure);
    FailedAttempt failed = failed(failure.getMessage());
    return switch (Verdict.on(failure, delivery, config, random)) {
      case Verdict.Retry retry -> {
        LOG.atWarn()
            .addKeyValue("event_id", delivery.event().id())
            .addKeyValue("handler", delivery.handler())
            .addKeyValue("attempts", retry.attempts())
            .addKeyValue("delay", retry.delay())
            .addKeyValue("cause", failure.getMessage())
            .log("event not handled, trying again");
        meters.ended(delivery.handler(), Outcome.RETRIED);
        yield new Settlement.Again(delivery, retry.delay(), retry.attempts(), failed);
      }
      case Verdict.GiveUp end -> giveUp(subscription, delivery, end, failed);
    };
  }

  /** The database takes no NUL, not even escaped. */
  private FailedAttempt failed(String error) {
    String told = error.replace("\0", "");
    return new FailedAttempt(
        clock.instant(), told.substring(0, Math.min(told.length(), ERROR_CHARACTERS)));
  }

  /**
   * First the dead letter, then whoever must know, the row last: a crash in between repeats the
   * former, harmlessly.
   */
  private Settlement giveUp(
      Subscription subscription, Delivery delivery, Verdict.GiveUp end, FailedAttempt failed) {
    try {
      bus.request(
              DeadLetterBus.BURY_EVENT,
              new BuryEvent(
                  delivery.event(),
                  delivery.handler(),
                  failed.error(),
                  end.mayHelp(),
                  delivery.failuresWith(failed)),
              GIVE_UP_DEADLINE)
          .await();
      tell(subscription, delivery, end);
    } catch (BusFailure unburied) {
      LOG.atError()
          .addKeyValue("event_id", delivery.event().id())
          .addKeyValue("handler", delivery.handler())
          .addKeyValue("cause", unburied.getMessage())
          .log("event not given up, trying again");
      meters.ended(delivery.handler(), Outcome.RETRIED);
      return new Settlement.Again(delivery, config.retryMost(), delivery.attempts(), failed);
    }
    LOG.atError()
        .addKeyValue("event_id", delivery.event().id())
        .addKeyValue("type", delivery.event().type())
        .addKeyValue("handler", delivery.handler())
        .addKeyValue("attempts", end.attempts())
        .addKeyValue("reason", end.reason())
        .log("event given up");
    meters.ended(delivery.handler(), Outcome.GIVEN_UP);
    return new Settlement.Ended(delivery);
  }

  private void tell(Subscription subscription, Delivery delivery, Verdict.GiveUp end) {
    if (subscription.giveUp().isEmpty()) {
      return;
    }
    try {
      bus.request(
              subscription.giveUp().get(),
              new GiveUpDocument(delivery.event(), end.reason()),
              GIVE_UP_DEADLINE)
          .await();
    } catch (BusFailure unheard) {
      if (unheard.code().retryable()) {
        throw unheard;
      }
      // Who cannot take in this fact never will, and the row must not come back for ever.
      LOG.atError()
          .addKeyValue("event_id", delivery.event().id())
          .setCause(unheard)
          .log("event given up, and nobody could be told");
    }
  }
}
