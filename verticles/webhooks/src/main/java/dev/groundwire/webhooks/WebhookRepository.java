package dev.groundwire.webhooks;

import dev.groundwire.bus.webhooks.BreakerState;
import dev.groundwire.bus.webhooks.ChangeWebhook;
import dev.groundwire.bus.webhooks.CreateWebhook;
import dev.groundwire.bus.webhooks.WebhookState;
import dev.groundwire.bus.webhooks.WebhookView;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The {@code webhook} table as its owners see it. */
final class WebhookRepository {
  private static final String SELECT =
      """
      SELECT w.id, w.url, w.description, w.event_types, w.state, w.state_reason, w.failing_since,
        w.open_until, w.open_until > now() AS open, w.created_at, w.updated_at,
        (SELECT count(*) FROM webhook_delivery d
         WHERE d.webhook_id = w.id AND d.state = 'waiting') AS waiting,
        last.status AS last_status, last.attempted_at AS last_attempt_at
      FROM webhook w
      LEFT JOIN LATERAL (
        SELECT a.status, a.attempted_at FROM webhook_attempt a
        WHERE a.webhook_id = w.id ORDER BY a.attempted_at DESC LIMIT 1) last ON true
      """;
  private static final String FIND = SELECT + " WHERE w.id = $1";
  private static final String LIST =
      SELECT + " WHERE ($1::uuid IS NULL OR w.id < $1) ORDER BY w.id DESC LIMIT $2";
  private static final String LOCK = "SELECT id FROM webhook WHERE id = $1 FOR NO KEY UPDATE";
  private static final String COUNT = "SELECT count(*) AS webhooks FROM webhook";
  private static final String ADD =
      """
      INSERT INTO webhook (id, organization_id, url, description, event_types, secret)
      VALUES ($1, $2, $3, $4, $5, $6)
      """;

  /** Made active, it begins without a past. */
  private static final String CHANGE =
      """
      UPDATE webhook
      SET url = coalesce($2, url), description = coalesce($3, description),
        event_types = coalesce($4, event_types), state = coalesce($5, state),
        state_reason = CASE WHEN $5::text IS NULL THEN state_reason END,
        failures = CASE WHEN $5::text = 'active' THEN 0 ELSE failures END,
        failing_since = CASE WHEN $5::text = 'active' THEN NULL ELSE failing_since END,
        trips = CASE WHEN $5::text = 'active' THEN 0 ELSE trips END,
        open_until = CASE WHEN $5::text = 'active' THEN NULL ELSE open_until END,
        updated_at = now()
      WHERE id = $1
      """;

  private static final String ROTATE =
      """
      UPDATE webhook
      SET previous_secret = secret, previous_until = now() + $3 * interval '1 millisecond',
        secret = $2, updated_at = now()
      WHERE id = $1
      RETURNING previous_until
      """;
  private static final String DELETE = "DELETE FROM webhook WHERE id = $1";

  Optional<WebhookView> find(SqlConnection tx, UUID id) {
    return Rows.first(tx, FIND, Tuple.of(id), WebhookRepository::view);
  }

  List<WebhookView> list(SqlConnection tx, int limit, @Nullable UUID before) {
    return Rows.list(tx, LIST, Tuple.of(before, limit), WebhookRepository::view);
  }

  /** False when there is none; otherwise nobody changes it until the transaction ends. */
  boolean lock(SqlConnection tx, UUID id) {
    return Rows.first(tx, LOCK, Tuple.of(id), row -> id).isPresent();
  }

  long count(SqlConnection tx) {
    return Rows.first(tx, COUNT, Tuple.tuple(), row -> row.getLong("webhooks")).orElse(0L);
  }

  void add(SqlConnection tx, UUID id, CreateWebhook asked, byte[] sealed) {
    Rows.update(
        tx,
        ADD,
        Tuple.of(
            id,
            asked.organizationId(),
            asked.url(),
            asked.description(),
            asked.eventTypes().toArray(String[]::new),
            Buffer.buffer(sealed)));
  }

  void change(SqlConnection tx, ChangeWebhook asked) {
    Rows.update(
        tx,
        CHANGE,
        Tuple.of(
            asked.id(),
            asked.url().orElse(null),
            asked.description().orElse(null),
            asked.eventTypes().map(types -> types.toArray(String[]::new)).orElse(null),
            asked.state().map(WebhookState::text).orElse(null)));
  }

  /** Until when the secret before stays valid; empty when there is no such webhook. */
  Optional<Instant> rotate(SqlConnection tx, UUID id, byte[] sealed, Duration overlap) {
    return Rows.first(
        tx,
        ROTATE,
        Tuple.of(id, Buffer.buffer(sealed), overlap.toMillis()),
        row -> row.getOffsetDateTime("previous_until").toInstant());
  }

  boolean delete(SqlConnection tx, UUID id) {
    return Rows.update(tx, DELETE, Tuple.of(id)) == 1;
  }

  private static WebhookView view(Row row) {
    return new WebhookView(
        row.getUUID("id"),
        row.getString("url"),
        row.getString("description"),
        List.of(row.getArrayOfStrings("event_types")),
        WebhookState.of(row.getString("state")),
        Optional.ofNullable(row.getString("state_reason")),
        breaker(row.getBoolean("open")),
        Optional.ofNullable(row.getOffsetDateTime("open_until")).map(OffsetDateTime::toInstant),
        Optional.ofNullable(row.getOffsetDateTime("failing_since")).map(OffsetDateTime::toInstant),
        row.getLong("waiting"),
        Optional.ofNullable(row.getInteger("last_status")),
        Optional.ofNullable(row.getOffsetDateTime("last_attempt_at"))
            .map(OffsetDateTime::toInstant),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant());
  }

  private static BreakerState breaker(@Nullable Boolean open) {
    if (open == null) {
      return BreakerState.CLOSED;
    }
    return open ? BreakerState.OPEN : BreakerState.HALF_OPEN;
  }
}
