package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.outbox.Envelopes;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** The {@code outbox} table, seen by its relay. */
final class OutboxRepository {
  private static final String BE_THE_ONLY_ONE =
      "SELECT pg_try_advisory_xact_lock(hashtextextended('groundwire.outbox-relay', 0)) AS alone";

  /** Only the first unpublished fact of a key, so that a key's facts leave in their order. */
  private static final String UNPUBLISHED =
      """
      SELECT %s
      FROM outbox o
      WHERE published_at IS NULL
        AND NOT EXISTS (
          SELECT FROM outbox earlier
          WHERE earlier.key = o.key AND earlier.key_seq < o.key_seq AND earlier.published_at IS NULL)
      ORDER BY occurred_at, id
      LIMIT $1
      """
          .formatted(Envelopes.COLUMNS);

  private static final String MARK_PUBLISHED =
      "UPDATE outbox SET published_at = now() WHERE id = ANY ($1)";
  private static final String PRUNE_OUTBOX =
      """
      DELETE FROM outbox
      WHERE id IN (SELECT id FROM outbox WHERE published_at < $1 LIMIT $2)
      """;
  private static final String PRUNE_INBOX =
      """
      DELETE FROM inbox
      WHERE ctid = ANY (ARRAY(SELECT ctid FROM inbox WHERE handled_at < $1 LIMIT $2))
      """;

  private final Clock clock;

  OutboxRepository(Clock clock) {
    this.clock = clock;
  }

  /** False while another relay's transaction is under way. */
  boolean isAlone(SqlConnection tx) {
    return Rows.first(tx, BE_THE_ONLY_ONE, Tuple.tuple(), row -> row.getBoolean("alone"))
        .orElseThrow();
  }

  List<EventEnvelope> unpublished(SqlConnection tx, int limit) {
    return Rows.list(tx, UNPUBLISHED, Tuple.of(limit), Envelopes::read);
  }

  void markPublished(SqlConnection tx, List<UUID> ids) {
    Rows.update(tx, MARK_PUBLISHED, Tuple.of(ids.toArray(UUID[]::new)));
  }

  /** How many rows were forgotten, at most that many of each table. */
  int prune(SqlConnection tx, Duration keepPublished, Duration keepHandled, int most) {
    return Rows.update(tx, PRUNE_OUTBOX, Tuple.of(before(keepPublished), most))
        + Rows.update(tx, PRUNE_INBOX, Tuple.of(before(keepHandled), most));
  }

  private OffsetDateTime before(Duration age) {
    return clock.instant().minus(age).atOffset(ZoneOffset.UTC);
  }
}
