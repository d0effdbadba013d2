package dev.groundwire.inbox;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What becomes of a fact whose handler has failed. */
sealed interface Verdict {
  /** Another try. */
  record Retry(Duration delay, int attempts) implements Verdict {}

  /**
   * No other try here, for a reason that a person understands.
   *
   * @param mayHelp false when no later try can help either
   */
  record GiveUp(int attempts, String reason, boolean mayHelp) implements Verdict {}

  /**
   * Decides by the failure and what came before. Overload and outages are nobody's fault: they are
   * retried without counting as attempts, within the bound of deliveries.
   */
  static Verdict on(
      BusFailure failure, Delivery delivery, InboxConfig config, RandomGenerator random) {
    boolean outage =
        switch (failure.code()) {
          case UNAVAILABLE, OVERLOADED, RATE_LIMITED, UPSTREAM_FAILED -> true;
          default -> false;
        };
    int attempts = delivery.attempts() + (outage ? 0 : 1);
    boolean mayHelp = failure.code().retryable() || failure.code() == FailureCode.INTERNAL;
    if (!mayHelp
        || attempts > config.maxRetries()
        || delivery.deliveries() >= config.maxDeliveries()) {
      return new GiveUp(attempts, failure.getMessage(), mayHelp);
    }
    return new Retry(delay(outage ? delivery.deliveries() : attempts, config, random), attempts);
  }

  /** For a fact that no handler ever answered for: each time the process ended under it. */
  static GiveUp neverEnded(Delivery delivery) {
    return new GiveUp(
        delivery.attempts(),
        "The server stopped or lost its database each of the "
            + (delivery.deliveries() - 1)
            + " times it worked on this; see its log.",
        false);
  }

  /** Doubles with each try, up to the bound; between half and all of it, by chance. */
  private static Duration delay(int tries, InboxConfig config, RandomGenerator random) {
    long doubled = config.retryBase().toMillis() << Math.min(tries - 1, 16);
    long bounded = Math.clamp(doubled, 1, config.retryMost().toMillis());
    return Duration.ofMillis(bounded / 2 + random.nextLong(bounded / 2 + 1));
  }
}
