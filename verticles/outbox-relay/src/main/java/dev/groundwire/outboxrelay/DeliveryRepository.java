package dev.groundwire.outboxrelay;

import dev.groundwire.platform.outbox.Envelopes;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/** Adds to the {@code event_delivery} table; the inbox takes from it. */
final class DeliveryRepository {
  private static final String ADD =
      """
      INSERT INTO event_delivery (event_id, organization_id, workspace_id, type, key, key_seq,
        correlation_id, causation_id, traceparent, occurred_at, payload, handler)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      ON CONFLICT DO NOTHING
      """;

  void add(SqlConnection tx, List<Delivery> deliveries) {
    Rows.batch(
        tx,
        ADD,
        deliveries.stream()
            .map(delivery -> Envelopes.write(delivery.event(), delivery.handler()))
            .toList());
  }
}
