package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.retrieval.FindPassages;
import dev.groundwire.bus.retrieval.PassagesFound;
import dev.groundwire.bus.retrieval.RetrievalBus;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Searches, and asks again when too many do: a question that has had its turn has waited already.
 * For virtual threads.
 */
final class PatientSearch {
  private static final long FIRST_PAUSE_MILLIS = 100;

  private final Vertx vertx;
  private final Bus bus;
  private final Clock clock;
  private final RandomGenerator random;
  private final Duration patience;

  /**
   * @param patience in all, until the passages are found
   */
  PatientSearch(Vertx vertx, Bus bus, Clock clock, RandomGenerator random, Duration patience) {
    this.vertx = vertx;
    this.bus = bus;
    this.clock = clock;
    this.random = random;
    this.patience = patience;
  }

  /**
   * @throws InterruptedAnswer when the answer is, also between two attempts
   */
  PassagesFound find(FindPassages request, StoryWait story) {
    long latest = clock.millis() + patience.toMillis();
    Duration left = patience;
    for (long pause = FIRST_PAUSE_MILLIS; ; pause *= 2) {
      long spread = pause / 2 + random.nextLong(pause);
      try {
        return story.await(bus.request(RetrievalBus.FIND_PASSAGES, request, left));
      } catch (BusFailure refused) {
        boolean mayPass = refused.code() == FailureCode.OVERLOADED;
        if (!mayPass || clock.millis() + spread >= latest) {
          throw refused;
        }
      }
      story.await(vertx.timer(spread, TimeUnit.MILLISECONDS));
      left = Duration.ofMillis(Math.max(1, latest - clock.millis()));
    }
  }
}
