package dev.groundwire.llm.dispatch;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a provider says is left of its present window, of requests or of tokens. Calls it has not
 * answered yet may not be counted in what it says; they are taken off here.
 */
final class RemainingQuota {
  private static final Duration UNKNOWN_RESET = Duration.ofSeconds(5);

  private long left = Long.MAX_VALUE;
  private long until;
  private long unanswered;

  /** How long until so much is there; 0 when it is, or when nobody knows. */
  long waitMillis(long amount, long now) {
    if (now >= until) {
      left = Long.MAX_VALUE;
    }
    return left >= amount ? 0 : until - now;
  }

  void started(long amount) {
    unanswered += amount;
    if (left != Long.MAX_VALUE) {
      left -= amount;
    }
  }

  /** The provider has answered a call, or never will. */
  void answered(long amount) {
    unanswered -= amount;
  }

  void learn(OptionalLong remaining, Optional<Duration> resetsIn, long now) {
    if (remaining.isPresent()) {
      left = remaining.getAsLong() - unanswered;
      until = now + resetsIn.orElse(UNKNOWN_RESET).toMillis();
    }
  }
}
