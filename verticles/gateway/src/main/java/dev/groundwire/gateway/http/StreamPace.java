package dev.groundwire.gateway.http;

import java.time.Duration;

/**
 * How long streams may be silent.
 *
 * @param heartbeatNanos until a comment shows that a stream lives
 * @param slowestNanos until a client that takes nothing is dropped
 */
record StreamPace(long heartbeatNanos, long slowestNanos) {
  private static final long HEAD_NANOS = Duration.ofMillis(500).toNanos();
  private static final long LONGEST_TICK_MILLIS = 1_000;
  private static final long SHORTEST_TICK_MILLIS = 10;

  static StreamPace of(Duration heartbeat, Duration slowest) {
    return new StreamPace(heartbeat.toNanos(), slowest.toNanos());
  }

  /** Until a stream without events shows its head; before it a failure is still a problem. */
  long headNanos() {
    return Math.min(heartbeatNanos, HEAD_NANOS);
  }

  /** How often all streams are looked at. */
  long roundNanos() {
    return Duration.ofMillis(quarterMillis(Math.min(heartbeatNanos, slowestNanos))).toNanos();
  }

  /** How often those are looked at that have not shown their head. */
  long tickMillis() {
    return quarterMillis(Math.min(headNanos(), slowestNanos));
  }

  private static long quarterMillis(long whole) {
    long nanos = whole / 4;
    return Math.clamp(nanos / 1_000_000, SHORTEST_TICK_MILLIS, LONGEST_TICK_MILLIS);
  }

  /** A time that nobody sets. */
  long nowNanos() {
    return System.nanoTime();
  }
}
