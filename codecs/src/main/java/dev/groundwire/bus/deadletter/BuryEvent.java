package dev.groundwire.bus.deadletter;

import dev.groundwire.bus.event.EventEnvelope;
import java.util.List;

/**
 * A fact that its handler cannot take.
 *
 * @param handler the handler's address
 * @param reason for a person, from the last failure
 * @param mayHelp true when another try may succeed, so it is tried again by itself; false for
 *     poison, which waits for a person
 * @param attempts every failed try so far, the oldest first
 */
public record BuryEvent(
    EventEnvelope event,
    String handler,
    String reason,
    boolean mayHelp,
    List<FailedAttempt> attempts) {
  public BuryEvent {
    attempts = List.copyOf(attempts);
  }
}
