package dev.groundwire.bus.deadletter;

import dev.groundwire.bus.event.EventEnvelope;
import java.util.List;

/**
 * @param event as it could not be handled
 * @param attempts the failed tries, the oldest first; only the last hundred are kept
 */
public record DeadLetterFound(
    DeadLetterView deadLetter, EventEnvelope event, List<FailedAttempt> attempts) {
  public DeadLetterFound {
    attempts = List.copyOf(attempts);
  }
}
