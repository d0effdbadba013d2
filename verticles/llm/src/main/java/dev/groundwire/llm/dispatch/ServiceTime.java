package dev.groundwire.llm.dispatch;

import java.time.Duration;

/** How long a call keeps its slot, on average of the recent ones. */
final class ServiceTime {
  /** Of a short answer, until the first call has told better. */
  private static final double ASSUMED = Duration.ofSeconds(2).toMillis();

  private static final double WEIGHT_OF_ONE = 0.1;

  private double meanMillis = ASSUMED;
  private boolean isKnown;

  void took(long millis) {
    meanMillis = isKnown ? meanMillis + WEIGHT_OF_ONE * (millis - meanMillis) : millis;
    isKnown = true;
  }

  double meanMillis() {
    return meanMillis;
  }
}
