package dev.groundwire.webhooks;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** How the endpoints of the {@code webhook} table are doing. */
final class HealthRepository {
  /** Locked first: whether the breaker was open is lost with the update. */
  private static final String RECOVER =
      """
      WITH before AS (
        SELECT id, open_until FROM webhook
        WHERE id = $1 AND (failures > 0 OR failing_since IS NOT NULL OR open_until IS NOT NULL)
        FOR NO KEY UPDATE)
      UPDATE webhook w
      SET failures = 0, failing_since = NULL, trips = 0, open_until = NULL
      FROM before
      WHERE w.id = before.id
      RETURNING before.open_until IS NOT NULL AS was_away
      """;

  private static final String FAIL =
      """
      UPDATE webhook
      SET failures = failures + 1, failing_since = coalesce(failing_since, now())
      WHERE id = $1 AND state = 'active'
      RETURNING url, failures, trips, failing_since, open_until IS NOT NULL AS tripped,
        coalesce(open_until > now(), false) AS open,
        failing_since <= now() - $2 * interval '1 millisecond' AS too_long
      """;
  private static final String TRIP =
      """
      UPDATE webhook
      SET trips = trips + 1, open_until = now() + $2 * interval '1 millisecond'
      WHERE id = $1
      """;
  private static final String DISABLE =
      """
      UPDATE webhook
      SET state = 'disabled', state_reason = $2, trips = 0, open_until = NULL, updated_at = now()
      WHERE id = $1
      """;
  private static final String WORKSPACE =
      "SELECT id FROM workspace WHERE organization_id = $1 ORDER BY created_at, id LIMIT 1";

  /**
   * @param failures in a row
   * @param trips of the breaker in a row so far
   * @param tripped whether the breaker is open or half-open
   * @param tooLong whether it has been failing for so long that it is to be disabled
   */
  record Failing(
      String url,
      int failures,
      int trips,
      Instant since,
      boolean tripped,
      boolean open,
      boolean tooLong) {}

  /** True when the endpoint had counted as away. */
  boolean recover(SqlConnection tx, UUID webhookId) {
    return Rows.first(tx, RECOVER, Tuple.of(webhookId), row -> row.getBoolean("was_away"))
        .orElse(false);
  }

  /** Empty when it is not active any more. */
  Optional<Failing> fail(SqlConnection tx, UUID webhookId, Duration disableAfter) {
    return Rows.first(
        tx, FAIL, Tuple.of(webhookId, disableAfter.toMillis()), HealthRepository::failing);
  }

  void trip(SqlConnection tx, UUID webhookId, Duration pause) {
    Rows.update(tx, TRIP, Tuple.of(webhookId, pause.toMillis()));
  }

  void disable(SqlConnection tx, UUID webhookId, String reason) {
    Rows.update(tx, DISABLE, Tuple.of(webhookId, reason));
  }

  /** The organization's first one: facts belong to a workspace, webhooks to none. */
  Optional<UUID> workspace(SqlConnection tx, UUID organizationId) {
    return Rows.first(tx, WORKSPACE, Tuple.of(organizationId), row -> row.getUUID("id"));
  }

  private static Failing failing(Row row) {
    return new Failing(
        row.getString("url"),
        row.getInteger("failures"),
        row.getInteger("trips"),
        row.getOffsetDateTime("failing_since").toInstant(),
        row.getBoolean("tripped"),
        row.getBoolean("open"),
        row.getBoolean("too_long"));
  }
}
