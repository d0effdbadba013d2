package dev.groundwire.platform.shared;

import java.time.Duration;

/**
 * A bucket of tokens that fills evenly. What is kept of it is one number, the time at which it will
 * be full, so that it needs no refilling and a full one needs no place.
 *
 * @param perMinute tokens that come
 * @param burst tokens that it holds
 */
public record Bucket(int perMinute, int burst) {
  private static final long MICROS_A_MINUTE = 60_000_000;

  public Bucket {
    if (perMinute < 1 || perMinute > 1_000_000 || burst < 1 || burst > 1_000_000) {
      throw new IllegalArgumentException("not within 1..1000000: " + perMinute + ", " + burst);
    }
  }

  /** Between two tokens. */
  long intervalMicros() {
    return MICROS_A_MINUTE / perMinute;
  }

  /** Until an empty one is full. */
  long wholeMicros() {
    return intervalMicros() * burst;
  }

  /** Whether there is a token in one that is full after that time. */
  boolean hasToken(long fullMicros) {
    return fullMicros + intervalMicros() <= wholeMicros();
  }

  /**
   * @param fullMicros until it is full, afterwards
   */
  Taken taken(boolean granted, long fullMicros) {
    long left = Math.max(0, (wholeMicros() - fullMicros) / intervalMicros());
    long next = granted ? 0 : fullMicros + intervalMicros() - wholeMicros();
    return new Taken(granted, left, micros(next), micros(fullMicros));
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1_000);
  }
}
