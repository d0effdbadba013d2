package dev.groundwire.ingestion.worker;

import dev.groundwire.ingestion.parse.ParseLimits;
import java.time.Duration;

/**
 * How documents are read.
 *
 * @param workers child processes, each reading one document at a time
 * @param heapMegabytes heap of each; a document that needs more is refused
 * @param waiting documents that may wait for a worker; more are refused as overloaded
 * @param patience how long one waits before it is refused as overloaded
 * @param documentsPerWorker after which a worker is replaced, so that no leak adds up
 * @param limits of one document
 */
public record ParserPoolConfig(
    int workers,
    int heapMegabytes,
    int waiting,
    Duration patience,
    int documentsPerWorker,
    ParseLimits limits) {
  private static final int LEAST_HEAP = 64;

  public ParserPoolConfig {
    atLeast("workers", workers, 1);
    atLeast("heap_megabytes", heapMegabytes, LEAST_HEAP);
    atLeast("waiting", waiting, 1);
    atLeast("patience", patience.toMillis(), 1);
    atLeast("documents_per_worker", documentsPerWorker, 1);
  }

  private static void atLeast(String key, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "parsers." + key + " is not at least " + least + ": " + value);
    }
  }
}
