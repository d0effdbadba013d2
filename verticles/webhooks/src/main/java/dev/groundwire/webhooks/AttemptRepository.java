package dev.groundwire.webhooks;

import dev.groundwire.bus.webhooks.DeliveryAttempt;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The {@code webhook_attempt} table: the last tries of each delivery. */
final class AttemptRepository {
  private static final int KEPT = 20;
  private static final String ADD =
      """
      INSERT INTO webhook_attempt
        (delivery_id, webhook_id, organization_id, number, attempted_at, millis, status, error)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT DO NOTHING
      """;
  private static final String FORGET =
      "DELETE FROM webhook_attempt WHERE delivery_id = $1 AND number <= $2";
  private static final String LIST =
      """
      SELECT number, attempted_at, millis, status, error FROM webhook_attempt
      WHERE delivery_id = $1 ORDER BY number
      """;

  void add(SqlConnection tx, LeasedDelivery delivery, int number, Outcome outcome) {
    Rows.update(
        tx,
        ADD,
        Tuple.of(
            delivery.id(),
            delivery.webhookId(),
            delivery.organizationId(),
            number,
            outcome.at().atOffset(ZoneOffset.UTC),
            outcome.millis(),
            outcome.status().orElse(null),
            outcome.error().orElse(null)));
    if (number > KEPT) {
      Rows.update(tx, FORGET, Tuple.of(delivery.id(), number - KEPT));
    }
  }

  /** The oldest first. */
  List<DeliveryAttempt> list(SqlConnection tx, UUID deliveryId) {
    return Rows.list(
        tx,
        LIST,
        Tuple.of(deliveryId),
        row ->
            new DeliveryAttempt(
                row.getInteger("number"),
                row.getOffsetDateTime("attempted_at").toInstant(),
                row.getLong("millis"),
                Optional.ofNullable(row.getInteger("status")),
                Optional.ofNullable(row.getString("error"))));
  }
}
