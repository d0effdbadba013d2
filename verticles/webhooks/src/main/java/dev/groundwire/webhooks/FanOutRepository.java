package dev.groundwire.webhooks;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** Which webhooks want a fact, and the rows of {@code webhook_delivery} that it becomes. */
final class FanOutRepository {
  private static final String WANTING =
      """
      SELECT w.id, $3 <= (
        SELECT count(*) FROM (
          SELECT FROM webhook_delivery d
          WHERE d.webhook_id = w.id AND d.state = 'waiting' LIMIT $3) waiting) AS full
      FROM webhook w
      WHERE w.organization_id = $1 AND w.state = 'active'
        AND ('*' = ANY (w.event_types) OR $2 = ANY (w.event_types))
      """;
  private static final String ADD =
      """
      INSERT INTO webhook_delivery
        (id, webhook_id, organization_id, event_id, type, key, key_seq, correlation_id,
         traceparent, body, state, last_error)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
        CASE WHEN $11::text IS NULL THEN 'waiting' ELSE 'discarded' END, $11)
      ON CONFLICT (webhook_id, event_id) DO NOTHING
      """;

  /**
   * @param full whether so many deliveries wait for it that it gets no more
   */
  record Wanting(UUID webhookId, boolean full) {}

  List<Wanting> wanting(SqlConnection tx, EventEnvelope event, int waitingBound) {
    return Rows.list(
        tx,
        WANTING,
        Tuple.of(event.organizationId(), event.type(), (long) waitingBound),
        row -> new Wanting(row.getUUID("id"), row.getBoolean("full")));
  }

  void add(SqlConnection tx, List<Tuple> deliveries) {
    Rows.batch(tx, ADD, deliveries);
  }
}
