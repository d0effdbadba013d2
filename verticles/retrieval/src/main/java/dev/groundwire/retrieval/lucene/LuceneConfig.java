package dev.groundwire.retrieval.lucene;

import dev.groundwire.platform.config.Require;
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
    Require.within("retrieval.lucene.search_threads", searchThreads, 0, 256);
    Require.within("retrieval.lucene.write_threads", writeThreads, 1, 64);
    Require.within("retrieval.lucene.waiting", waiting, 1, 100_000);
    Require.within("retrieval.lucene.k1", k1, 0, 10);
    Require.within("retrieval.lucene.b", b, 0, 1);
    Require.within("retrieval.lucene.hnsw_links", hnswLinks, 2, 512);
    Require.within("retrieval.lucene.hnsw_beam", hnswBeam, 2, 3_200);
    Require.within("retrieval.lucene.write_buffer", writeBuffer, 4, 1_024);
    Require.positive("retrieval.lucene.search_timeout", searchTimeout);
    Require.positive("retrieval.lucene.write_timeout", writeTimeout);
    Require.positive("retrieval.lucene.commit_interval", commitInterval);
    Require.atLeast("retrieval.lucene.refresh_interval", refreshInterval, Duration.ZERO);
  }

  int searchThreadsOrCores() {
    return searchThreads == 0 ? Runtime.getRuntime().availableProcessors() : searchThreads;
  }
}
