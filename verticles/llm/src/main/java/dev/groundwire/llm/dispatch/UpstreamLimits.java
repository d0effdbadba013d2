package dev.groundwire.llm.dispatch;

import java.time.Duration;

/**
 * What a provider says of one of its models: what is left of the present window, and until when it
 * wants to be left alone. Providers count each model apart.
 */
final class UpstreamLimits {
  /** Whatever a provider asks for: it may be back sooner, and one call finds that out. */
  private static final long LONGEST_HOLD = Duration.ofMinutes(10).toMillis();

  private final RemainingQuota tokensLeft = new RemainingQuota();
  private final RemainingQuota requestsLeft = new RemainingQuota();
  private long heldUntil;

  /** How long nothing of that size starts; 0 when it may. */
  long waitMillis(int tokens, long now) {
    long quota = Math.max(tokensLeft.waitMillis(tokens, now), requestsLeft.waitMillis(1, now));
    return Math.max(heldUntil - now, quota);
  }

  /** When the provider asks to be left alone; true when it had not asked before. */
  boolean hold(Duration wait, long now) {
    boolean isNew = heldUntil <= now;
    heldUntil = Math.max(heldUntil, now + Math.min(wait.toMillis(), LONGEST_HOLD));
    return isNew;
  }

  /** How long the provider still wants to be left alone. */
  long heldMillis(long now) {
    return Math.max(0, heldUntil - now);
  }

  void learn(ProviderLimits told, long now) {
    tokensLeft.learn(told.remainingTokens(), told.resetsIn(), now);
    requestsLeft.learn(told.remainingRequests(), told.resetsIn(), now);
  }

  /** A call starts: what it counts for, to be told again when it is answered. */
  long started(int tokens) {
    requestsLeft.started(1);
    return tokensLeft.started(tokens);
  }

  /** The provider has answered a call that had started, or never will. */
  void answered(long counted) {
    tokensLeft.answered(counted);
    requestsLeft.answered(1);
  }
}
