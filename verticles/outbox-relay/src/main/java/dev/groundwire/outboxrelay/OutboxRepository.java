package dev.groundwire.outboxrelay;

import dev.groundwire.platform.outbox.Envelopes;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The {@code outbox} table, seen by its relay. */
final class OutboxRepository {
  /** Positions rise within a key, so a key's facts come in their order. */
  private static final String UNPUBLISHED =
      """
      SELECT appended_on, shard, %s
      FROM outbox
      WHERE published_at IS NULL AND shard = ANY ($1) AND key <> ALL ($2)
      ORDER BY position
      LIMIT $3
      """
          .formatted(Envelopes.COLUMNS);

  /**
   * When statistics were gathered while there was no backlog, the server would read and sort all of
   * one for each claim.
   */
  private static final String READ_IN_ORDER =
      """
      SELECT set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true)
      """;

  /** Only under the terms that the shards were held with: a relay that lost them marks nothing. */
  private static final String MARK_PUBLISHED =
      """
      UPDATE outbox o
      SET published_at = now()
      FROM relay_shard s
      JOIN unnest($4::smallint[], $5::bigint[]) AS held (shard, term) USING (shard, term)
      WHERE o.appended_on = $1 AND o.id = ANY ($2) AND o.shard = s.shard AND s.owner = $3
      """;

  /** Counting ends somewhere: a backlog must not make its own description slow. */
  private static final String BACKLOG =
      """
      SELECT (SELECT count(*)
              FROM (SELECT FROM outbox WHERE published_at IS NULL LIMIT 100000) AS counted) AS pending,
             coalesce(extract(epoch FROM now() - (
               SELECT occurred_at FROM outbox WHERE published_at IS NULL ORDER BY position LIMIT 1
             )), 0)::float8 AS oldest_seconds
      """;

  List<ClaimedFact> unpublished(
      SqlConnection tx, Collection<Short> shards, Collection<String> without, int limit) {
    // Not awaited: it travels with the statement that follows, which fails when it does.
    tx.preparedQuery(READ_IN_ORDER).execute();
    return Rows.list(
        tx,
        UNPUBLISHED,
        Tuple.of(shards.toArray(Short[]::new), without.toArray(String[]::new), limit),
        OutboxRepository::read);
  }

  private static ClaimedFact read(Row row) {
    return new ClaimedFact(
        Envelopes.read(row), row.getLocalDate("appended_on"), row.getShort("shard"));
  }

  /** How many were marked: none of a shard that has another owner, or another term, by now. */
  int markPublished(
      SqlConnection tx, LocalDate day, Collection<UUID> ids, UUID relay, Map<Short, Long> terms) {
    return Rows.update(
        tx,
        MARK_PUBLISHED,
        Tuple.of(
            day,
            ids.toArray(UUID[]::new),
            relay,
            terms.keySet().toArray(Short[]::new),
            terms.values().toArray(Long[]::new)));
  }

  Backlog backlog(SqlConnection tx) {
    return Rows.first(
            tx,
            BACKLOG,
            Tuple.tuple(),
            row ->
                new Backlog(row.getLong("pending"), Math.max(0, row.getDouble("oldest_seconds"))))
        .orElseThrow();
  }

  /**
   * @param pending at most 100,000 are counted
   */
  record Backlog(long pending, double oldestSeconds) {}
}
