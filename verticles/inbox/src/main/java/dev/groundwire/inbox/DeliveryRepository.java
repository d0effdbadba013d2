package dev.groundwire.inbox;

import dev.groundwire.platform.outbox.Envelopes;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Leases, settles and removes rows of the {@code event_delivery} table. */
final class DeliveryRepository {
  /** Only the first waiting fact of a key, so that a key's facts are handled in their order. */
  private static final String LEASE =
      """
      WITH due AS (
        SELECT event_id, handler
        FROM event_delivery d
        WHERE handler = $1 AND state = 'waiting' AND available_at <= now()
          AND NOT EXISTS (
            SELECT FROM event_delivery earlier
            WHERE earlier.key = d.key AND earlier.handler = d.handler
              AND earlier.key_seq < d.key_seq AND earlier.state = 'waiting')
        ORDER BY available_at, event_id
        LIMIT $2
        FOR UPDATE SKIP LOCKED)
      UPDATE event_delivery d
      SET leased_by = $3, available_at = now() + $4 * interval '1 millisecond',
          deliveries = deliveries + 1
      FROM due
      WHERE d.event_id = due.event_id AND d.handler = due.handler
      RETURNING d.event_id AS id, organization_id, workspace_id, type, key, key_seq, correlation_id,
        causation_id, traceparent, occurred_at, payload, d.handler, deliveries, attempts
      """;

  private static final String RENEW =
      """
      UPDATE event_delivery SET available_at = now() + $2 * interval '1 millisecond'
      WHERE leased_by = $1 AND state = 'waiting' AND event_id = ANY ($3)
      """;
  private static final String REMOVE =
      "DELETE FROM event_delivery WHERE event_id = $1 AND handler = $2 AND leased_by = $3";
  private static final String RELEASE =
      """
      UPDATE event_delivery
      SET available_at = now() + $4 * interval '1 millisecond', leased_by = NULL, attempts = $5,
          last_error = $6
      WHERE event_id = $1 AND handler = $2 AND leased_by = $3
      """;
  private static final String BURY =
      """
      UPDATE event_delivery
      SET state = 'dead', leased_by = NULL, attempts = $4, last_error = $5
      WHERE event_id = $1 AND handler = $2 AND leased_by = $3
      """;
  private static final String TAKE_OVER_ALL =
      "UPDATE event_delivery SET available_at = now(), leased_by = NULL WHERE leased_by IS NOT NULL";

  private final UUID self;
  private final Duration lease;

  DeliveryRepository(UUID self, Duration lease) {
    this.self = self;
    this.lease = lease;
  }

  List<Delivery> lease(SqlConnection tx, String handler, int most) {
    return Rows.list(
        tx, LEASE, Tuple.of(handler, most, self, lease.toMillis()), DeliveryRepository::read);
  }

  void renew(SqlConnection tx, Collection<UUID> events) {
    Rows.update(tx, RENEW, Tuple.of(self, lease.toMillis(), events.toArray(UUID[]::new)));
  }

  void remove(SqlConnection tx, Delivery done) {
    Rows.update(tx, REMOVE, Tuple.of(done.event().id(), done.handler(), self));
  }

  /** Another try after {@code delay}. */
  void release(SqlConnection tx, Delivery failed, Duration delay, int attempts, String error) {
    Rows.update(
        tx,
        RELEASE,
        Tuple.of(failed.event().id(), failed.handler(), self, delay.toMillis(), attempts, error));
  }

  /** No other try; the row stays as evidence. */
  void bury(SqlConnection tx, Delivery failed, int attempts, String error) {
    Rows.update(tx, BURY, Tuple.of(failed.event().id(), failed.handler(), self, attempts, error));
  }

  int takeOverAll(SqlConnection tx) {
    return Rows.update(tx, TAKE_OVER_ALL, Tuple.tuple());
  }

  private static Delivery read(Row row) {
    return new Delivery(
        Envelopes.read(row),
        row.getString("handler"),
        row.getInteger("deliveries"),
        row.getInteger("attempts"));
  }
}
