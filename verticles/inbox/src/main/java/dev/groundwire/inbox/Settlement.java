package dev.groundwire.inbox;

import dev.groundwire.bus.deadletter.FailedAttempt;
import java.time.Duration;

/** What came of a delivery, still to be written down. */
sealed interface Settlement {
  Delivery delivery();

  /** Handled, or given up and buried: the row goes. */
  record Ended(Delivery delivery) implements Settlement {}

  /** Another try after {@code delay}. */
  record Again(Delivery delivery, Duration delay, int attempts, FailedAttempt failure)
      implements Settlement {}
}
