package dev.groundwire.retrieval.pgvector;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * The table {@code removed_passage}: passages that are gone, and whose postings still are there.
 */
final class NotedRemovalRepository {
  /**
   * A posting of a passage that is still there. The limit keeps the list in memory, whatever the
   * planner believes: else it would be read for every posting.
   */
  static final String OF_WHAT_IS_THERE =
      "passage NOT IN (SELECT r.passage FROM removed_passage r LIMIT 200000)";

  private static final String STEP = "SELECT remove_noted_postings($1) AS freed";

  /** Fewer than asked for when there are no more. */
  int step(SqlConnection tx, int most) {
    return Rows.first(tx, STEP, Tuple.of(most), row -> row.getInteger("freed")).orElse(0);
  }
}
