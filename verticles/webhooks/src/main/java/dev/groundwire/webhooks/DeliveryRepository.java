package dev.groundwire.webhooks;

import dev.groundwire.bus.webhooks.DeliveryState;
import dev.groundwire.bus.webhooks.DeliveryView;
import dev.groundwire.bus.webhooks.RedeliverFailed;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The {@code webhook_delivery} table as its owners see it. */
final class DeliveryRepository {
  private static final String SELECT =
      """
      SELECT id, webhook_id, event_id, type, key, key_seq, state, attempts, next_at, last_status,
        last_error, created_at, delivered_at, body
      FROM webhook_delivery
      """;
  private static final String FIND = SELECT + " WHERE webhook_id = $1 AND id = $2";
  private static final String LIST =
      SELECT
          + """
           WHERE webhook_id = $1 AND ($2::text IS NULL OR state = $2)
          AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4
          """;
  private static final String AGAIN =
      """
      UPDATE webhook_delivery
      SET state = 'waiting', tries = 0, next_at = now(), leased_by = NULL, leased_until = NULL,
        delivered_at = NULL
      WHERE webhook_id = $1 AND id = $2
      """;
  private static final String FAILED_AGAIN =
      """
      UPDATE webhook_delivery d
      SET state = 'waiting', tries = 0, next_at = now(), delivered_at = NULL
      FROM (
        SELECT id FROM webhook_delivery
        WHERE webhook_id = $1 AND state IN ('failed', 'discarded')
          AND ($2::timestamptz IS NULL OR created_at >= $2)
        ORDER BY key_seq, id LIMIT $3) meant
      WHERE d.id = meant.id
      """;

  /** A row, with the body that lists leave out. */
  record Entry(DeliveryView view, String body) {}

  Optional<Entry> find(SqlConnection tx, UUID webhookId, UUID id) {
    return Rows.first(
        tx, FIND, Tuple.of(webhookId, id), row -> new Entry(view(row), row.getString("body")));
  }

  List<DeliveryView> list(
      SqlConnection tx,
      UUID webhookId,
      Optional<DeliveryState> state,
      int limit,
      @Nullable UUID before) {
    return Rows.list(
        tx,
        LIST,
        Tuple.of(webhookId, state.map(DeliveryState::text).orElse(null), before, limit),
        DeliveryRepository::view);
  }

  void again(SqlConnection tx, UUID webhookId, UUID id) {
    Rows.update(tx, AGAIN, Tuple.of(webhookId, id));
  }

  /** How many of at most {@code limit}, the earliest of each key first. */
  int failedAgain(SqlConnection tx, RedeliverFailed asked, int limit) {
    return Rows.update(
        tx,
        FAILED_AGAIN,
        Tuple.of(
            asked.webhookId(),
            asked.since().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null),
            limit));
  }

  private static DeliveryView view(Row row) {
    DeliveryState state = DeliveryState.of(row.getString("state"));
    return new DeliveryView(
        row.getUUID("id"),
        row.getUUID("webhook_id"),
        row.getUUID("event_id"),
        row.getString("type"),
        row.getString("key"),
        row.getLong("key_seq"),
        state,
        row.getInteger("attempts"),
        state == DeliveryState.WAITING
            ? Optional.of(row.getOffsetDateTime("next_at").toInstant())
            : Optional.empty(),
        Optional.ofNullable(row.getInteger("last_status")),
        Optional.ofNullable(row.getString("last_error")),
        row.getOffsetDateTime("created_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("delivered_at")).map(OffsetDateTime::toInstant));
  }
}
