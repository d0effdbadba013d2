package dev.groundwire.llm.dispatch;

import java.time.Duration;

/**
 * Tokens a minute that we allow ourselves at a provider. A call reserves what it may use at most
 * and settles with what it has used; one that used more leaves a debt.
 */
final class TokenAllowance {
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final long perMinute;
  private double free;
  private long filledAt;

  /**
   * @param perMinute 0 for no limit
   */
  TokenAllowance(long perMinute, long now) {
    this.perMinute = perMinute;
    this.free = perMinute;
    this.filledAt = now;
  }

  /** How long until so many are free; 0 when they are. */
  long waitMillis(int tokens, long now) {
    if (perMinute == 0) {
      return 0;
    }
    fill(now);
    double missing = reserved(tokens) - free;
    return missing <= 0 ? 0 : (long) Math.ceil(missing * MINUTE / perMinute);
  }

  void reserve(int tokens, long now) {
    if (perMinute > 0) {
      fill(now);
      free -= reserved(tokens);
    }
  }

  void settle(int tokens, int used, long now) {
    if (perMinute > 0) {
      fill(now);
      free = Math.min((double) perMinute, free + reserved(tokens) - used);
    }
  }

  /** A call larger than a minute's allowance takes all of it, instead of never starting. */
  private long reserved(int tokens) {
    return Math.min(tokens, perMinute);
  }

  private void fill(long now) {
    if (now > filledAt) {
      free = Math.min((double) perMinute, free + (double) (now - filledAt) * perMinute / MINUTE);
    }
    filledAt = now;
  }
}
