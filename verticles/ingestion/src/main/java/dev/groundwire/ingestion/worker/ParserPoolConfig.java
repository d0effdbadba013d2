package dev.groundwire.ingestion.worker;

import dev.groundwire.ingestion.parse.ParseLimits;
import dev.groundwire.platform.config.Require;
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
    Require.atLeast("parsers.workers", workers, 1);
    Require.atLeast("parsers.heap_megabytes", heapMegabytes, LEAST_HEAP);
    Require.atLeast("parsers.waiting", waiting, 1);
    Require.positive("parsers.patience", patience);
    Require.atLeast("parsers.documents_per_worker", documentsPerWorker, 1);
  }
}
