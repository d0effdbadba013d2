package dev.groundwire.loadtests.chaos;

import java.sql.SQLException;
import java.util.List;

/** What waits to be relayed, handled or tried again, and what the database knows of why. */
final class Backlog {
  private static final String SIZE =
      """
      SELECT (SELECT count(*) FROM outbox WHERE published_at IS NULL)
        + (SELECT count(*) FROM event_delivery)
        + (SELECT count(*) FROM dead_letter WHERE state = 'replaying')
      """;

  /** One line for each owner of shards, and for each way in which a delivery or a letter waits. */
  private static final String PARTS =
      """
      SELECT format('%s facts in %s shards of relay %s, leased for %s more',
               count(*), count(DISTINCT shard), owner, max(leased_until) - now())
      FROM outbox JOIN relay_shard USING (shard)
      WHERE published_at IS NULL
      GROUP BY owner
      UNION ALL
      SELECT format('%s deliveries %s, leased by %s until %s, due %s, %s attempts, now %s',
               count(*), state, leased_by, max(leased_until), min(available_at), max(attempts), now())
      FROM event_delivery
      GROUP BY state, leased_by
      UNION ALL
      SELECT format('%s dead letters replaying, due %s, now %s', count(*), min(next_at), now())
      FROM dead_letter
      WHERE state = 'replaying'
      HAVING count(*) > 0
      UNION ALL
      SELECT format('session %s %s for %s, waits for %s: %s',
               pid, state, now() - state_change, coalesce(wait_event, 'nothing'),
               regexp_replace(left(query, 100), '\\s+', ' ', 'g'))
      FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND (state <> 'idle' OR wait_event_type = 'Lock')
      """;

  private final ChaosDatabase database;

  Backlog(ChaosDatabase database) {
    this.database = database;
  }

  long size() throws SQLException {
    return database.number(SIZE);
  }

  /** For whoever must find out why it does not shrink. */
  List<String> parts() throws SQLException {
    return database.list(PARTS, row -> row.getString(1));
  }
}
