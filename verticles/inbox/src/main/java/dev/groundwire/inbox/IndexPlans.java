package dev.groundwire.inbox;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * Has a transaction's statements read by index. These tables are empty at one moment and hold
 * thousands of rows at the next; a plan that was made for the former, and kept with its prepared
 * statement, reads all of them each time: 150 effects a second instead of thousands.
 */
final class IndexPlans {
  private static final String SET =
      """
      SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
             set_config('enable_sort', 'off', true), set_config('enable_hashjoin', 'off', true),
             set_config('enable_mergejoin', 'off', true)
      """;

  private IndexPlans() {}

  static void choose(SqlConnection tx) {
    Rows.update(tx, SET, Tuple.tuple());
  }
}
