package dev.groundwire.webhooks;

import java.time.Instant;
import java.util.Optional;

/**
 * What came of one try.
 *
 * @param status what the subscriber answered; empty when it did not
 * @param error why it does not count as delivered; empty when it does
 */
record Outcome(Instant at, long millis, Optional<Integer> status, Optional<String> error) {
  private static final int GONE = 410;

  boolean delivered() {
    return error.isEmpty();
  }

  /** The subscriber wants nothing more, ever. */
  boolean gone() {
    return status.filter(answered -> answered == GONE).isPresent();
  }
}
