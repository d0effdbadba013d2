package dev.groundwire.retrieval.pgvector;

import java.time.Duration;

/** Configurations for tests. */
public final class PgvectorSettings {
  private PgvectorSettings() {}

  /** Small workspaces are searched without the graph. */
  public static PgvectorConfig forTests() {
    return with(10_000, 20_000);
  }

  static PgvectorConfig with(int exactBelow, int postings) {
    return new PgvectorConfig(
        2,
        256,
        1.2,
        0.75,
        16,
        100,
        100,
        exactBelow,
        postings,
        1_000,
        Duration.ofSeconds(10),
        Duration.ofMinutes(1));
  }
}
