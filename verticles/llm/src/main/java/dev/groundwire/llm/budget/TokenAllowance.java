package dev.groundwire.llm.budget;

import java.time.Duration;

/** Counted by one node for itself. */
public final class TokenAllowance implements Allowance {
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private long perMinute;
  private double free;
  private long filledAt;

  /**
   * @param perMinute 0 for no limit
   */
  public TokenAllowance(long perMinute, long now) {
    this(perMinute, perMinute, now);
  }

  TokenAllowance(long perMinute, long free, long now) {
    this.perMinute = perMinute;
    this.free = Math.min(perMinute, free);
    this.filledAt = now;
  }

  @Override
  public long waitMillis(int tokens, long now) {
    if (perMinute == 0) {
      return 0;
    }
    fill(now);
    double missing = taken(tokens) - free;
    return missing <= 0 ? 0 : (long) Math.ceil(missing * MINUTE / perMinute);
  }

  @Override
  public boolean isAtHand(int tokens, long now) {
    return waitMillis(tokens, now) == 0;
  }

  @Override
  public void fetch(int tokens, long now) {}

  @Override
  public long reserve(int tokens, long now) {
    if (perMinute == 0) {
      return 0;
    }
    fill(now);
    long taken = taken(tokens);
    free -= taken;
    return taken;
  }

  @Override
  public void settle(long reserved, int used, long now) {
    if (perMinute > 0) {
      fill(now);
      free = Math.min((double) perMinute, free + reserved - used);
    }
  }

  @Override
  public void refresh(long now) {}

  @Override
  public void close(long now) {}

  /** From now on so many a minute. */
  void allow(long tokens, long now) {
    fill(now);
    perMinute = tokens;
    free = Math.min((double) tokens, free);
  }

  /** Whole ones; below 0 in debt. */
  long free(long now) {
    fill(now);
    return (long) Math.floor(free);
  }

  private long taken(int tokens) {
    return Math.min(tokens, perMinute);
  }

  private void fill(long now) {
    if (now > filledAt) {
      free = Math.min((double) perMinute, free + (double) (now - filledAt) * perMinute / MINUTE);
    }
    filledAt = now;
  }
}
