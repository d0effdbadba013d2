package dev.groundwire.platform.config;

import java.time.Duration;

/**
 * What configuration records ask of their values. Each failure reads {@code key is not allowed:
 * value}, with the whole key; the reader adds the environment variable or the file.
 */
public final class Require {
  private Require() {}

  public static void within(String key, long value, long least, long most) {
    that(value >= least && value <= most, key, "within " + least + ".." + most, value);
  }

  /** Refuses NaN as well. */
  public static void within(String key, double value, double least, double most) {
    that(value >= least && value <= most, key, "within " + least + ".." + most, value);
  }

  public static void within(String key, Duration value, Duration least, Duration most) {
    that(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        key,
        "within " + text(least) + ".." + text(most),
        value);
  }

  public static void atLeast(String key, long value, long least) {
    that(value >= least, key, "at least " + least, value);
  }

  public static void atLeast(String key, Duration value, Duration least) {
    that(value.compareTo(least) >= 0, key, "at least " + text(least), value);
  }

  public static void positive(String key, Duration value) {
    that(value.isPositive(), key, "longer than 0s", value);
  }

  /**
   * Any other rule.
   *
   * @param allowed what the value is not, such as {@code one of a, b}
   * @param value as it may be shown: for a secret, not the value
   */
  public static void that(boolean holds, String key, String allowed, Object value) {
    if (!holds) {
      String shown = value instanceof Duration duration ? text(duration) : "" + value;
      throw new IllegalArgumentException(key + " is not " + allowed + ": " + shown);
    }
  }

  /** As it would be written in the file. */
  private static String text(Duration value) {
    long millis = value.toMillis();
    if (millis % 1_000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
  }
}
