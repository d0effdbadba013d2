package dev.groundwire.llm.dispatch;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a provider says is left of its present window, of requests or of tokens. Calls it has not
 * answered yet may not be counted in what it says; they are taken off here, each for no more than
 * the largest window seen: one that is larger takes all of it, instead of never starting.
 */
final class RemainingQuota {
  private static final Duration UNKNOWN_RESET = Duration.ofSeconds(5);

  private long left = Long.MAX_VALUE;
  private long until;
  private long unanswered;

  /** The most that was ever left; 0 when nothing is known. */
  private long window;

  /** How long until so much is there; 0 when it is, or when nobody knows. */
  long waitMillis(long amount, long now) {
    if (now >= until) {
      left = Long.MAX_VALUE;
    }
    return left >= counted(amount) ? 0 : until - now;
  }

  /** What it counts for, to be told again when it is answered. */
  long started(long amount) {
    long counted = counted(amount);
    unanswered += counted;
    if (left != Long.MAX_VALUE) {
      left -= counted;
    }
    return counted;
  }

  /**
   * The provider has answered a call, or never will.
   *
   * @param counted for what it counted at its start
   */
  void answered(long counted) {
    unanswered -= counted;
  }

  private long counted(long amount) {
    return window == 0 ? amount : Math.min(amount, window);
  }

  void learn(OptionalLong remaining, Optional<Duration> resetsIn, long now) {
    if (remaining.isPresent()) {
      window = Math.max(window, remaining.getAsLong());
      left = remaining.getAsLong() - unanswered;
      until = now + resetsIn.orElse(UNKNOWN_RESET).toMillis();
    }
  }
}
