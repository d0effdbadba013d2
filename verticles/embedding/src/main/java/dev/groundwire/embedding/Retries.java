package dev.groundwire.embedding;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Calls again while that may help: some times, ever later, and only within a budget of time. */
final class Retries {
  private final Vertx vertx;
  private final OpenAiConfig config;
  private final Clock clock;
  private final RandomGenerator jitter;

  Retries(Vertx vertx, OpenAiConfig config, Clock clock, RandomGenerator jitter) {
    this.vertx = vertx;
    this.config = config;
    this.clock = clock;
    this.jitter = jitter;
  }

  /**
   * @throws BusFailure of the last call
   */
  List<float[]> until(Supplier<CallOutcome> call) {
    Instant end = clock.instant().plus(config.retryBudget());
    Duration backoff = config.backoff();
    for (int attempt = 1; ; attempt++) {
      switch (call.get()) {
        case CallOutcome.Embedded done -> {
          return done.vectors();
        }
        case CallOutcome.Refused refused -> throw refused.failure();
        case CallOutcome.Later later -> {
          Duration wait = spread(longer(later.pause(), backoff));
          if (attempt == config.attempts() || clock.instant().plus(wait).isAfter(end)) {
            throw later.failure();
          }
          pause(wait);
          backoff = backoff.multipliedBy(2);
        }
      }
    }
  }

  private void pause(Duration wait) {
    try {
      vertx.timer(Math.max(1, wait.toMillis())).await();
    } catch (Throwable interrupted) {
      throw new BusFailure(FailureCode.UNAVAILABLE, Lanes.STOPPING);
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Up to half as long again, never shorter: what an endpoint asks for is kept. */
  private Duration spread(Duration wait) {
    return wait.plus(wait.multipliedBy(jitter.nextInt(1000)).dividedBy(2000));
  }
}
