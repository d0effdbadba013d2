package dev.groundwire.inbox;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** How much of the {@code event_delivery} table waits. */
final class BacklogRepository {
  /** Counting ends somewhere: a backlog must not make its own description slow. */
  private static final String BACKLOG =
      """
      SELECT h.handler, counted.waiting,
        coalesce(extract(epoch FROM now() - first.occurred_at), 0)::float8 AS oldest_seconds
      FROM unnest($1::text[]) AS h (handler)
      CROSS JOIN LATERAL (
        SELECT count(*) AS waiting
        FROM (
          SELECT FROM event_delivery d
          WHERE d.handler = h.handler AND d.state = 'waiting'
          LIMIT 10000) AS some_of_them) AS counted
      CROSS JOIN LATERAL (
        SELECT min(occurred_at) AS occurred_at
        FROM (
          SELECT occurred_at
          FROM event_delivery d
          WHERE d.handler = h.handler AND d.state = 'waiting'
          ORDER BY available_at
          LIMIT 100) AS next) AS first
      """;

  /**
   * @param waiting at most 10,000 are counted, those under way among them
   * @param oldestSeconds since the oldest happened of those that are due next
   */
  record Backlog(String handler, long waiting, double oldestSeconds) {}

  List<Backlog> of(SqlConnection tx, List<String> handlers) {
    return Rows.list(
        tx,
        BACKLOG,
        Tuple.of((Object) handlers.toArray(String[]::new)),
        row ->
            new Backlog(
                row.getString("handler"),
                row.getLong("waiting"),
                Math.max(0, row.getDouble("oldest_seconds"))));
  }
}
