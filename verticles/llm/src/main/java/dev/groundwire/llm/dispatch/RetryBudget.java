package dev.groundwire.llm.dispatch;

/**
 * Keeps repeated calls below a share of the first ones over a window, with a few that are always
 * allowed: a provider that fails must not get more load for it.
 */
final class RetryBudget {
  private static final int SLICES = 60;

  private final double share;
  private final int floor;
  private final long sliceMillis;
  private final int[] calls = new int[SLICES];
  private final int[] retries = new int[SLICES];
  private int callsInWindow;
  private int retriesInWindow;
  private long slice;

  RetryBudget(double share, int floor, long windowMillis, long now) {
    this.share = share;
    this.floor = floor;
    this.sliceMillis = Math.max(1, windowMillis / SLICES);
    this.slice = now / sliceMillis;
  }

  void called(long now) {
    turnTo(now);
    calls[index()]++;
    callsInWindow++;
  }

  boolean allows(long now) {
    turnTo(now);
    return retriesInWindow < Math.max(floor, (int) (share * callsInWindow));
  }

  boolean take(long now) {
    if (!allows(now)) {
      return false;
    }
    retries[index()]++;
    retriesInWindow++;
    return true;
  }

  private int index() {
    return (int) Math.floorMod(slice, (long) SLICES);
  }

  private void turnTo(long now) {
    long present = now / sliceMillis;
    long passed = Math.min(SLICES, present - slice);
    for (long step = 0; step < passed; step++) {
      slice = present - passed + step + 1;
      callsInWindow -= calls[index()];
      retriesInWindow -= retries[index()];
      calls[index()] = 0;
      retries[index()] = 0;
    }
  }
}
