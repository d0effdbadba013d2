package dev.groundwire.gateway.health;

import java.time.Instant;
import java.util.Locale;

/**
 * How a dependency is.
 *
 * @param state {@code up}, {@code degraded} or {@code down}
 * @param since when it became so
 * @param reason what is wrong and what to do; empty when it is up
 */
public record Standing(String state, Instant since, String reason) {
  static Standing of(Verdict verdict, Instant since) {
    return new Standing(word(verdict.state()), since, verdict.reason());
  }

  static String word(Verdict.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  boolean isUp() {
    return state.equals("up");
  }

  boolean isDown() {
    return state.equals("down");
  }
}
