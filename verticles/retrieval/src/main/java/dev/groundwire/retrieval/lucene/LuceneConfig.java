package dev.groundwire.retrieval.lucene;

import java.time.Duration;

/**
 * How the embedded index is searched and kept.
 *
 * @param searchThreads threads that search; 0 for one per core
 * @param writeThreads threads that write
 * @param waiting searches or writes that wait for a thread; more are refused as overloaded
 * @param k1 BM25: how much a repeated word adds
 * @param b BM25: how much a long passage is held against it
 * @param hnswLinks links of a vector in the graph: more find more, and cost memory
 * @param hnswBeam candidates while a vector is linked: more find more, and cost building time
 * @param writeBuffer megabytes of new chunks in memory before they go to disk
 * @param searchTimeout wait for a search
 * @param writeTimeout wait for a page of chunks to be written, or to become searchable
 * @param refreshInterval documents written within it become searchable together
 * @param commitInterval what is younger is written again from the database after a crash
 */
public record LuceneConfig(
    int searchThreads,
    int writeThreads,
    int waiting,
    double k1,
    double b,
    int hnswLinks,
    int hnswBeam,
    int writeBuffer,
    Duration searchTimeout,
    Duration writeTimeout,
    Duration refreshInterval,
    Duration commitInterval) {
  public LuceneConfig {
    within("search_threads", searchThreads, 0, 256);
    within("write_threads", writeThreads, 1, 64);
    within("waiting", waiting, 1, 100_000);
    within("k1", k1, 0, 10);
    within("b", b, 0, 1);
    within("hnsw_links", hnswLinks, 2, 512);
    within("hnsw_beam", hnswBeam, 2, 3_200);
    within("write_buffer", writeBuffer, 4, 1_024);
    positive("search_timeout", searchTimeout);
    positive("write_timeout", writeTimeout);
    positive("commit_interval", commitInterval);
    if (refreshInterval.isNegative()) {
      throw new IllegalArgumentException(
          "retrieval.lucene.refresh_interval is below 0: " + refreshInterval);
    }
  }

  int searchThreadsOrCores() {
    return searchThreads == 0 ? Runtime.getRuntime().availableProcessors() : searchThreads;
  }

  private static void within(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "retrieval.lucene." + key + " is not within " + least + ".." + most + ": " + value);
    }
  }

  private static void positive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("retrieval.lucene." + key + " is not above 0: " + value);
    }
  }
}
