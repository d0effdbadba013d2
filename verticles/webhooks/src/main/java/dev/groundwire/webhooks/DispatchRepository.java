package dev.groundwire.webhooks;

import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.webhooks.LeasedDelivery.Sealed;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The {@code webhook_delivery} table as those who send see it. */
final class DispatchRepository {
  /** Locked, so that nodes do not exceed together what one endpoint is to get at a time. */
  private static final String READY =
      """
      SELECT w.id FROM webhook w
      WHERE w.state = 'active' AND (w.open_until IS NULL OR w.open_until <= now())
        AND EXISTS (
          SELECT FROM webhook_delivery d
          WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.next_at <= now()
            AND (d.leased_until IS NULL OR d.leased_until <= now()))
      ORDER BY random() LIMIT $1
      FOR NO KEY UPDATE OF w SKIP LOCKED
      """;

  /** Of each key only the first; a single one of an endpoint whose breaker is half-open. */
  private static final String LEASE =
      """
      WITH picked AS (
        SELECT head.id FROM webhook w
        CROSS JOIN LATERAL (
          SELECT count(*) AS sent FROM webhook_delivery d
          WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.leased_by IS NOT NULL
            AND d.leased_until > now()) busy
        CROSS JOIN LATERAL (
          SELECT d.id FROM webhook_delivery d
          WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.next_at <= now()
            AND (d.leased_until IS NULL OR d.leased_until <= now())
            AND NOT EXISTS (
              SELECT FROM webhook_delivery earlier
              WHERE earlier.webhook_id = d.webhook_id AND earlier.key = d.key
                AND earlier.state = 'waiting' AND earlier.key_seq < d.key_seq)
          ORDER BY d.next_at, d.id
          LIMIT greatest(0, CASE WHEN w.open_until IS NULL THEN $3 ELSE 1 END - busy.sent)) head
        WHERE w.id = ANY ($1)
        LIMIT $2)
      UPDATE webhook_delivery d
      SET leased_by = $4, leased_until = now() + $5 * interval '1 millisecond', tries = d.tries + 1
      FROM picked, webhook w
      WHERE d.id = picked.id AND w.id = d.webhook_id
      RETURNING d.id, d.webhook_id, d.organization_id, d.event_id, d.correlation_id, d.traceparent, d.body,
        d.tries, w.url, w.secret,
        CASE WHEN w.previous_until > now() THEN w.previous_secret END AS previous_secret
      """;

  private static final String DELIVERED =
      """
      UPDATE webhook_delivery
      SET state = 'delivered', delivered_at = now(), attempts = attempts + 1, last_status = $3,
        last_error = NULL, leased_by = NULL, leased_until = NULL
      WHERE id = $1 AND leased_by = $2
      RETURNING attempts
      """;
  private static final String FAILED =
      """
      UPDATE webhook_delivery
      SET state = CASE WHEN $5::bigint IS NULL THEN 'failed' ELSE 'waiting' END,
        next_at = now() + coalesce($5::bigint, 0) * interval '1 millisecond',
        attempts = attempts + 1, last_status = $3, last_error = $4,
        leased_by = NULL, leased_until = NULL
      WHERE id = $1 AND leased_by = $2
      RETURNING attempts
      """;
  private static final String ALL_DUE =
      """
      UPDATE webhook_delivery SET next_at = now()
      WHERE webhook_id = $1 AND state = 'waiting' AND next_at > now()
      """;
  private static final String PRUNE =
      "DELETE FROM webhook_delivery WHERE created_at < now() - $1 * interval '1 millisecond'";

  /** Takes up at most {@code most} due ones, at most {@code perEndpoint} of each. */
  List<LeasedDelivery> lease(
      SqlConnection tx, UUID name, int most, int perEndpoint, Duration lease) {
    List<UUID> ready = Rows.list(tx, READY, Tuple.of(most), row -> row.getUUID("id"));
    return ready.isEmpty()
        ? List.of()
        : Rows.list(
            tx,
            LEASE,
            Tuple.of(ready.toArray(UUID[]::new), most, perEndpoint, name, lease.toMillis()),
            row -> leased(row, name));
  }

  /** The number of the try; empty when the lease has been lost. */
  OptionalInt delivered(SqlConnection tx, LeasedDelivery delivery, Outcome outcome) {
    return number(
        Rows.first(
            tx,
            DELIVERED,
            Tuple.of(delivery.id(), delivery.lease(), outcome.status().orElse(null)),
            row -> row.getInteger("attempts")));
  }

  /** The same; it has failed for good when there is no delay. */
  OptionalInt failed(
      SqlConnection tx, LeasedDelivery delivery, Outcome outcome, Optional<Duration> delay) {
    return number(
        Rows.first(
            tx,
            FAILED,
            Tuple.of(
                delivery.id(),
                delivery.lease(),
                outcome.status().orElse(null),
                outcome.error().orElse(null),
                delay.map(Duration::toMillis).orElse(null)),
            row -> row.getInteger("attempts")));
  }

  /** Lets nothing of a webhook wait longer: its endpoint is back. */
  int allDue(SqlConnection tx, UUID webhookId) {
    return Rows.update(tx, ALL_DUE, Tuple.of(webhookId));
  }

  int prune(SqlConnection tx, Duration keep) {
    return Rows.update(tx, PRUNE, Tuple.of(keep.toMillis()));
  }

  private static OptionalInt number(Optional<Integer> attempts) {
    return attempts.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static LeasedDelivery leased(Row row, UUID lease) {
    return new LeasedDelivery(
        row.getUUID("id"),
        row.getUUID("webhook_id"),
        row.getUUID("organization_id"),
        row.getUUID("event_id"),
        row.getString("correlation_id"),
        Optional.ofNullable(row.getString("traceparent")),
        row.getString("body"),
        row.getInteger("tries"),
        row.getString("url"),
        new Sealed(row.getBuffer("secret").getBytes()),
        Optional.ofNullable(row.getBuffer("previous_secret"))
            .map(sealed -> new Sealed(sealed.getBytes())),
        lease);
  }
}
