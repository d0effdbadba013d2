package dev.groundwire.llm.dispatch;

/** Whether the last so many failures lie within a window. */
final class FailureWindow {
  private final long[] times;
  private final long windowMillis;
  private int counted;

  FailureWindow(int failures, long windowMillis) {
    this.times = new long[failures];
    this.windowMillis = windowMillis;
  }

  /** Counts one; true when it is one too many. */
  boolean isFullWith(long now) {
    times[counted % times.length] = now;
    counted++;
    return counted >= times.length && times[counted % times.length] > now - windowMillis;
  }

  void clear() {
    counted = 0;
  }
}
