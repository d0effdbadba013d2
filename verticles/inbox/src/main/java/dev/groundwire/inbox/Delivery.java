package dev.groundwire.inbox;

import dev.groundwire.bus.deadletter.FailedAttempt;
import dev.groundwire.bus.event.EventEnvelope;
import java.util.ArrayList;
import java.util.List;

/**
 * A fact that this inbox has leased for one of its handlers.
 *
 * @param deliveries how often it was taken up, this time included
 * @param attempts how often the handler has failed
 * @param failures every failed try so far, outages included, the oldest first
 */
record Delivery(
    EventEnvelope event,
    String handler,
    int deliveries,
    int attempts,
    List<FailedAttempt> failures) {

  /** Those before, and the latest one. */
  List<FailedAttempt> failuresWith(FailedAttempt latest) {
    List<FailedAttempt> all = new ArrayList<>(failures);
    all.add(latest);
    return all;
  }
}
