package dev.groundwire.llm.budget;

/**
 * Tokens a minute that we allow ourselves at a provider. A call reserves what it may use at most
 * and settles with what it has used; one that used more leaves a debt. Belongs to one context and
 * never waits.
 */
public interface Allowance {
  /** How long until so many are free, as far as is known; 0 when they are. */
  long waitMillis(int tokens, long now);

  /** Whether so many may be reserved now; free ones may have to be {@link #fetch fetched} first. */
  boolean isAtHand(int tokens, long now);

  /** Whoever's turn it is waits for so many. To be told again while it does. */
  void fetch(int tokens, long now);

  /**
   * @return what was taken, to be told again when it is settled: a call larger than a minute's
   *     allowance takes all of it, instead of never starting
   */
  long reserve(int tokens, long now);

  void settle(long reserved, int used, long now);

  /** To be called every second or so. */
  void refresh(long now);

  /** What is left is for others. */
  void close(long now);
}
