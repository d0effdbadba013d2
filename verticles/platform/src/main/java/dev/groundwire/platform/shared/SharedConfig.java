package dev.groundwire.platform.shared;

import dev.groundwire.platform.config.Require;
import java.time.Duration;

/**
 * What is kept in this process: all of it without Redis, and while Redis does not answer.
 *
 * @param patience until Redis counts as not answering
 * @param bytes of claims and their values; beyond it the least used are forgotten
 * @param buckets that are not full; beyond it the least used are forgotten
 */
public record SharedConfig(Duration patience, long bytes, long buckets) {
  public SharedConfig {
    Require.positive("gateway.shared.patience", patience);
    Require.atLeast("gateway.shared.bytes", bytes, 1 << 20);
    Require.atLeast("gateway.shared.buckets", buckets, 1_000);
  }
}
