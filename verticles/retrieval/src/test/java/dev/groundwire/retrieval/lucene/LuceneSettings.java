package dev.groundwire.retrieval.lucene;

import java.time.Duration;

/** A configuration for tests: nothing waits, and nothing is committed before the end. */
public final class LuceneSettings {
  private LuceneSettings() {}

  public static LuceneConfig forTests() {
    return new LuceneConfig(
        2,
        1,
        256,
        1.2,
        0.75,
        16,
        100,
        16,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ZERO,
        Duration.ofHours(1));
  }
}
