package dev.groundwire.webhooks;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** How much the {@code webhook} and {@code webhook_delivery} tables hold back. */
final class BacklogRepository {
  /** Counting ends somewhere: a backlog must not make its own description slow. */
  private static final String BACKLOG =
      """
      SELECT waiting.deliveries,
        coalesce(extract(epoch FROM now() - waiting.oldest), 0)::float8 AS oldest_seconds,
        (SELECT count(*) FROM webhook WHERE state = 'active' AND open_until IS NOT NULL) AS open,
        (SELECT count(*) FROM webhook WHERE state = 'disabled') AS disabled
      FROM (
        SELECT count(*) AS deliveries, min(created_at) AS oldest
        FROM (SELECT created_at FROM webhook_delivery WHERE state = 'waiting' LIMIT 10000) AS counted
      ) AS waiting
      """;

  /**
   * @param waiting at most 10,000 are counted, those under way among them
   * @param oldestSeconds age of the oldest of those counted
   * @param breakersOpen endpoints that count as away, those being tried again among them
   */
  record Backlog(long waiting, double oldestSeconds, long breakersOpen, long disabled) {}

  Backlog now(SqlConnection tx) {
    return Rows.first(tx, BACKLOG, Tuple.tuple(), BacklogRepository::read).orElseThrow();
  }

  private static Backlog read(Row row) {
    return new Backlog(
        row.getLong("deliveries"),
        Math.max(0, row.getDouble("oldest_seconds")),
        row.getLong("open"),
        row.getLong("disabled"));
  }
}
