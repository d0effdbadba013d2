package dev.groundwire.retrieval.pgvector;

import dev.groundwire.platform.config.Require;
import java.time.Duration;

/**
 * How the index in the database is searched and kept.
 *
 * @param analysisThreads threads that take text apart into words; 0 for one per core
 * @param waiting texts that wait for such a thread; more are refused as overloaded
 * @param k1 BM25: how much a repeated word adds
 * @param b BM25: how much a long passage is held against it
 * @param hnswLinks links of a vector in the graph; of graphs that are begun from now on
 * @param hnswBeam candidates while a vector is linked; of graphs that are begun from now on
 * @param hnswSearch candidates while a graph is searched, at least
 * @param exactBelow so few passages are compared one by one: cheaper than the graph, and exact
 * @param postings of the rarest words, read to find candidates; more common words only weigh what
 *     the others have found
 * @param weighed candidates that the common words weigh; never fewer than what is asked for
 * @param analysisTimeout wait for a text to be taken apart
 * @param statisticsAge how long a count of very many is believed
 */
public record PgvectorConfig(
    int analysisThreads,
    int waiting,
    double k1,
    double b,
    int hnswLinks,
    int hnswBeam,
    int hnswSearch,
    int exactBelow,
    int postings,
    int weighed,
    Duration analysisTimeout,
    Duration statisticsAge) {
  public PgvectorConfig {
    Require.within("retrieval.pgvector.analysis_threads", analysisThreads, 0, 256);
    Require.within("retrieval.pgvector.waiting", waiting, 1, 100_000);
    Require.within("retrieval.pgvector.k1", k1, 0, 10);
    Require.within("retrieval.pgvector.b", b, 0, 1);
    Require.within("retrieval.pgvector.hnsw_links", hnswLinks, 2, 100);
    Require.within("retrieval.pgvector.hnsw_beam", hnswBeam, 4, 1_000);
    if (hnswBeam < 2 * hnswLinks) {
      throw new IllegalArgumentException(
          "retrieval.pgvector.hnsw_beam is not at least twice hnsw_links: " + hnswBeam);
    }
    Require.within("retrieval.pgvector.hnsw_search", hnswSearch, 1, 1_000);
    Require.within("retrieval.pgvector.exact_below", exactBelow, 0, 10_000_000);
    Require.within("retrieval.pgvector.postings", postings, 1, 100_000_000);
    Require.within("retrieval.pgvector.weighed", weighed, 1, 1_000_000);
    Require.positive("retrieval.pgvector.analysis_timeout", analysisTimeout);
    Require.positive("retrieval.pgvector.statistics_age", statisticsAge);
  }

  int analysisThreadsOrCores() {
    return analysisThreads == 0 ? Runtime.getRuntime().availableProcessors() : analysisThreads;
  }
}
