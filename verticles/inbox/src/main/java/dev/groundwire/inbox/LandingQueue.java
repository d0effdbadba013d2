package dev.groundwire.inbox;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.platform.bus.Deadline;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * Lands together, in one transaction, what arrives while another one is under way. Of one context
 * on virtual threads.
 */
final class LandingQueue {
  /** Facts of one transaction at most, a little more when a request brings many. */
  private static final int TOGETHER = 500;

  private static final Duration COUNTED_AGAIN = Duration.ofMillis(100);

  /** Longer than the database's own time-outs. */
  private static final Duration SERVED_WITHIN = Duration.ofMinutes(2);

  private record Asked(List<Arrival> arrivals, Promise<Set<UUID>> landed) {}

  private final Context context;
  private final Landing landing;
  private final int bound;
  private final Runnable onLanded;
  private final Queue<Asked> waiting = new ArrayDeque<>();
  private boolean serving;
  private int room;
  private long countedAt;

  /**
   * @param bound of deliveries that wait; beyond it the transport keeps its facts
   * @param onLanded called after each commit
   */
  LandingQueue(Context context, Landing landing, int bound, Runnable onLanded) {
    this.context = context;
    this.landing = landing;
    this.bound = bound;
    this.onLanded = onLanded;
    this.countedAt = System.nanoTime() - COUNTED_AGAIN.toNanos();
  }

  /**
   * Awaits the commit.
   *
   * @return the ids of those that are here for good
   * @throws BusFailure {@code OVERLOADED} when as many wait as may
   */
  Set<UUID> land(List<Arrival> arrivals) {
    if (arrivals.isEmpty()) {
      return Set.of();
    }
    if (room() <= 0) {
      throw new BusFailure(
          FailureCode.OVERLOADED,
          "The inbox holds as many events as inbox.landing_bound allows (" + bound + ").");
    }
    room -= arrivals.size();
    Asked asked = new Asked(arrivals, Promise.promise());
    waiting.add(asked);
    if (!serving) {
      serving = true;
      context.runOnContext(ignored -> serve());
    }
    try {
      return Deadline.await(asked.landed().future(), SERVED_WITHIN);
    } catch (TimeoutException stuck) {
      throw new BusFailure(FailureCode.TIMEOUT, "The inbox could not take the events in time.");
    }
  }

  /** How many may still be landed: never more than there are, and at times fewer. */
  int room() {
    if (room <= 0 && System.nanoTime() - countedAt >= COUNTED_AGAIN.toNanos()) {
      countedAt = System.nanoTime();
      room = landing.room(bound);
    }
    return room;
  }

  private void serve() {
    try {
      while (!waiting.isEmpty()) {
        serve(next());
      }
    } finally {
      serving = false;
    }
  }

  private List<Asked> next() {
    List<Asked> together = new ArrayList<>();
    int facts = 0;
    while (facts < TOGETHER && !waiting.isEmpty()) {
      Asked asked = waiting.remove();
      together.add(asked);
      facts += asked.arrivals().size();
    }
    return together;
  }

  private void serve(List<Asked> together) {
    try {
      Set<UUID> landed =
          landing.land(together.stream().flatMap(asked -> asked.arrivals().stream()).toList());
      together.forEach(asked -> asked.landed().complete(landed));
      onLanded.run();
    } catch (RuntimeException failure) {
      boolean outage = failure instanceof BusFailure away && away.code().retryable();
      if (outage || together.size() == 1) {
        together.forEach(asked -> asked.landed().fail(failure));
      } else {
        together.forEach(asked -> serve(List.of(asked))); // whose fault it is, is not the others'
      }
    }
  }
}
