package dev.groundwire.retrieval.pgvector;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** How the server works in one transaction. */
final class SessionRepository {
  private static final int MOST_CANDIDATES = 1_000;

  /**
   * A graph is searched on until a filter leaves enough. No workers, caches or compiled
   * expressions: beginning with those takes longer than they save.
   */
  private static final String SEARCH =
      """
      SELECT set_config('hnsw.ef_search', $1, true),
             set_config('hnsw.iterative_scan', 'relaxed_order', true),
             set_config('max_parallel_workers_per_gather', '0', true),
             set_config('enable_memoize', 'off', true),
             set_config('jit', 'off', true)
      """;

  /** Not awaited: it travels with the next statement, which fails when this has failed. */
  void prepare(SqlConnection tx, int candidates) {
    String most = Integer.toString(Math.min(MOST_CANDIDATES, candidates));
    Future<?> _ = tx.preparedQuery(SEARCH).execute(Tuple.of(most));
  }
}
