package dev.groundwire.jobs;

import dev.groundwire.bus.Tenant;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code job_schedule} table, and for whom a schedule's jobs are. */
final class ScheduleRepository {
  private static final String NOW = "SELECT clock_timestamp() AS now";
  private static final String FIND =
      "SELECT last_at, next_at, outcome FROM job_schedule WHERE name = $1";
  private static final String PUT =
      """
      INSERT INTO job_schedule (name, last_at, next_at, outcome) VALUES ($1, $2, $3, $4)
      ON CONFLICT (name) DO UPDATE
      SET last_at = excluded.last_at, next_at = excluded.next_at, outcome = excluded.outcome
      """;
  private static final String WORKSPACES =
      """
      SELECT w.organization_id, w.id,
        EXISTS (SELECT FROM job j WHERE j.workspace_id = w.id AND j.schedule = $2
          AND j.state IN ('queued', 'running')) AS still_going
      FROM workspace w WHERE $1::text IS NULL OR w.slug = $1
      """;

  /** What is known of a schedule. */
  record Known(Optional<Instant> lastAt, Instant nextAt, Optional<String> outcome) {}

  /**
   * @param isStillGoing whether the job of the time before has not ended
   */
  record Place(Tenant tenant, boolean isStillGoing) {}

  /** By the database's clock. */
  Instant now(SqlConnection tx) {
    return Rows.first(tx, NOW, Tuple.tuple(), row -> row.getOffsetDateTime("now").toInstant())
        .orElseThrow();
  }

  Optional<Known> find(SqlConnection tx, String name) {
    return Rows.first(
        tx,
        FIND,
        Tuple.of(name),
        row ->
            new Known(
                Optional.ofNullable(row.getOffsetDateTime("last_at"))
                    .map(OffsetDateTime::toInstant),
                row.getOffsetDateTime("next_at").toInstant(),
                Optional.ofNullable(row.getString("outcome"))));
  }

  void put(
      SqlConnection tx,
      String name,
      @Nullable Instant lastAt,
      Instant nextAt,
      @Nullable String outcome) {
    Rows.update(
        tx,
        PUT,
        Tuple.of(
            name,
            lastAt == null ? null : lastAt.atOffset(ZoneOffset.UTC),
            nextAt.atOffset(ZoneOffset.UTC),
            outcome));
  }

  /**
   * @param slug null for every workspace
   */
  List<Place> places(SqlConnection tx, @Nullable String slug, String schedule) {
    return Rows.list(
        tx,
        WORKSPACES,
        Tuple.of(slug, schedule),
        row ->
            new Place(
                new Tenant(row.getUUID("organization_id"), row.getUUID("id")),
                row.getBoolean("still_going")));
  }
}
