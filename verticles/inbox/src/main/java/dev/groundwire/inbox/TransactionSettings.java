package dev.groundwire.inbox;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * Settings of one transaction. Statements are read by index: these tables are empty at one moment
 * and hold thousands of rows at the next, and a plan that was made for the former, and kept with
 * its prepared statement, reads all of them each time: 150 effects a second instead of thousands.
 */
final class TransactionSettings {
  private static final String BY_INDEX =
      """
      SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
             set_config('enable_sort', 'off', true), set_config('enable_hashjoin', 'off', true),
             set_config('enable_mergejoin', 'off', true),
             set_config('synchronous_commit', $1, true)
      """;

  private TransactionSettings() {}

  /** For facts that a transport forgets once they are committed. */
  static void ofLanding(SqlConnection tx) {
    Rows.update(tx, BY_INDEX, Tuple.of("on"));
  }

  /**
   * The commit does not wait for the disk. Should the machine lose power then, a lease was never
   * taken, or a fact that was handled comes again and its handler's ledger knows it: the effect was
   * committed before, so it is in the log before.
   */
  static void ofTurn(SqlConnection tx) {
    Rows.update(tx, BY_INDEX, Tuple.of("off"));
  }
}
