package dev.groundwire.launcher.eval;

import dev.groundwire.bus.retrieval.SearchMode;
import dev.groundwire.launcher.client.GroundwireClient;
import dev.groundwire.launcher.client.SearchHit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs queries and ranks documents by their best chunk. */
final class SearchRun {
  private static final int DOCUMENTS = 100;

  /** Chunks asked for; the second only when the first gave fewer than 100 documents. */
  private static final int CHUNKS = 300;

  private static final int MOST_CHUNKS = 500;
  private static final int AT_ONCE = 2;

  private final GroundwireClient client;
  private final String workspace;
  private final LoadedCollection loaded;

  SearchRun(GroundwireClient client, String workspace, LoadedCollection loaded) {
    this.client = client;
    this.workspace = workspace;
    this.loaded = loaded;
  }

  /** Query to document to score, the documents named as in the collection. */
  Map<String, Map<String, Double>> run(
      Map<String, String> queries, SearchMode mode, Runnable eachQuery)
      throws InterruptedException {
    Map<String, Map<String, Double>> results = new ConcurrentHashMap<>();
    try (ExecutorService searchers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> searches =
          queries.entrySet().stream()
              .<Future<?>>map(query ->
                  searchers.submit(() -> {
                    results.put(query.getKey(), documents(query.getValue(), mode));
                    eachQuery.run();
                  }))
              .toList();
      try {
        for (Future<?> search : searches) {
          search.get();
        }
      } catch (ExecutionException failed) {
        searchers.shutdownNow();
        if (failed.getCause() instanceof RuntimeException reason) {
          throw reason;
        }
        throw new IllegalStateException(failed.getCause());
      }
    }
    return results;
  }

  private Map<String, Double> documents(String query, SearchMode mode) {
    if (query.isBlank()) {
      return Map.of();
    }
    List<SearchHit> hits = client.search(workspace, query, CHUNKS, mode);
    Map<String, Double> best = best(hits, loaded);
    if (best.size() < DOCUMENTS && hits.size() == CHUNKS) {
      best = best(client.search(workspace, query, MOST_CHUNKS, mode), loaded);
    }
    return best;
  }

  /** A document's score is that of its best chunk. */
  static Map<String, Double> best(List<SearchHit> hits, LoadedCollection loaded) {
    Map<String, Double> best = new HashMap<>();
    for (SearchHit hit : hits) {
      for (String id : loaded.corpusIds().getOrDefault(hit.documentId(), List.of())) {
        best.merge(id, hit.score(), Math::max);
      }
    }
    return best;
  }
}
