package dev.groundwire.inbox;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.deadletter.FailedAttempt;
import dev.groundwire.platform.outbox.Envelopes;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Leases, settles and removes rows of the {@code event_delivery} table. */
final class DeliveryRepository {
  /**
   * Only the first waiting fact of a key, so that a key's facts are handled in their order. A fact
   * under way still waits: its row is there until it is settled. Not {@code min(key_seq)}: without
   * statistics that is read from the other index, over all of a handler's facts.
   */
  private static final String LEASE =
      """
      WITH due AS (
        SELECT d.event_id, d.handler
        FROM unnest($1::text[], $2::int[]) AS slot (handler, free)
        CROSS JOIN LATERAL (
          SELECT event_id, handler
          FROM event_delivery d
          WHERE d.handler = slot.handler AND state = 'waiting' AND available_at <= now()
            AND (leased_until IS NULL OR leased_until < now())
            AND key_seq = (
              SELECT key_seq
              FROM event_delivery first
              WHERE first.key = d.key AND first.handler = d.handler AND first.state = 'waiting'
              ORDER BY key_seq
              LIMIT 1)
          ORDER BY available_at
          LIMIT slot.free
          FOR UPDATE SKIP LOCKED) AS d)
      UPDATE event_delivery d
      SET leased_by = $3, leased_until = now() + $4 * interval '1 millisecond',
          deliveries = deliveries + 1
      FROM due
      WHERE d.event_id = due.event_id AND d.handler = due.handler
      RETURNING d.event_id AS id, organization_id, workspace_id, type, key, key_seq, correlation_id,
        causation_id, traceparent, occurred_at, payload, d.handler, deliveries, attempts,
        nullif(failures, '[]')::text AS failures
      """;

  private static final String RENEW =
      """
      UPDATE event_delivery SET leased_until = now() + $2 * interval '1 millisecond'
      WHERE leased_by = $1 AND state = 'waiting' AND event_id = ANY ($3)
      """;
  private static final String REMOVE =
      """
      DELETE FROM event_delivery d
      USING unnest($1::uuid[], $2::text[]) AS ended (event_id, handler)
      WHERE d.event_id = ended.event_id AND d.handler = ended.handler AND leased_by = $3
      """;
  private static final String RELEASE =
      """
      UPDATE event_delivery
      SET available_at = now() + $4 * interval '1 millisecond', leased_by = NULL,
          leased_until = NULL, attempts = $5, failures = failures || $6::text::jsonb
      WHERE event_id = $1 AND handler = $2 AND leased_by = $3
      """;
  private static final String TAKE_OVER_ALL =
      "UPDATE event_delivery SET leased_until = NULL, leased_by = NULL WHERE leased_by IS NOT NULL";

  private final UUID self;
  private final Duration lease;

  DeliveryRepository(UUID self, Duration lease) {
    this.self = self;
    this.lease = lease;
  }

  /**
   * Takes up what is due.
   *
   * @param free how many of each handler at most
   */
  List<Delivery> lease(SqlConnection tx, Map<String, Integer> free) {
    return Rows.list(
        tx,
        LEASE,
        Tuple.of(
            free.keySet().toArray(String[]::new),
            free.values().toArray(Integer[]::new),
            self,
            lease.toMillis()),
        DeliveryRepository::read);
  }

  void renew(SqlConnection tx, Collection<UUID> events) {
    Rows.update(tx, RENEW, Tuple.of(self, lease.toMillis(), events.toArray(UUID[]::new)));
  }

  void remove(SqlConnection tx, List<Delivery> ended) {
    Rows.update(
        tx,
        REMOVE,
        Tuple.of(
            ended.stream().map(delivery -> delivery.event().id()).toArray(UUID[]::new),
            ended.stream().map(Delivery::handler).toArray(String[]::new),
            self));
  }

  void release(SqlConnection tx, List<Settlement.Again> failed) {
    Rows.batch(
        tx,
        RELEASE,
        failed.stream()
            .map(again ->
                Tuple.of(
                    again.delivery().event().id(),
                    again.delivery().handler(),
                    self,
                    again.delay().toMillis(),
                    again.attempts(),
                    RecordJson.write(again.failure())))
            .toList());
  }

  int takeOverAll(SqlConnection tx) {
    return Rows.update(tx, TAKE_OVER_ALL, Tuple.tuple());
  }

  private static Delivery read(Row row) {
    String failures = row.getString("failures");
    return new Delivery(
        Envelopes.read(row),
        row.getString("handler"),
        row.getInteger("deliveries"),
        row.getInteger("attempts"),
        failures == null ? List.of() : List.of(RecordJson.read(failures, FailedAttempt[].class)));
  }
}
