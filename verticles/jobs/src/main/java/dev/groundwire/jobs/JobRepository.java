package dev.groundwire.jobs;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.jobs.JobAttempt;
import dev.groundwire.bus.jobs.JobFilter;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobState;
import dev.groundwire.bus.jobs.JobView;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The {@code job} table as its owners see it. */
final class JobRepository {
  private static final String COLUMNS =
      """
      id, workspace_id, kind, state, arguments::text AS arguments, done, total,
      result::text AS result, attempts, next_at, error, cancel_requested, holder, schedule,
      created_at, started_at, finished_at
      """;

  /** Counting and adding of one workspace take turns, so that the bound holds. */
  private static final String TAKE_TURN =
      "SELECT pg_advisory_xact_lock(hashtextextended('groundwire.job.' || $1::text, 0))::text";

  private static final String COUNT_WAITING =
      "SELECT count(*) AS waiting FROM job WHERE workspace_id = $1 AND state = 'queued'";
  private static final String ADD =
      """
      INSERT INTO job (id, organization_id, workspace_id, kind, key, arguments, schedule)
      SELECT $1, $2, w.id, $4, $4, $5::text::jsonb, $6
      FROM workspace w WHERE w.id = $3 AND w.organization_id = $2
      RETURNING
      """
          + COLUMNS;
  private static final String LIST =
      "SELECT "
          + COLUMNS
          + """
          FROM job
          WHERE organization_id = $1 AND ($2::uuid IS NULL OR workspace_id = $2)
            AND ($3::text IS NULL OR state = $3) AND ($4::text IS NULL OR kind = $4)
            AND ($5::uuid IS NULL OR id < $5)
          ORDER BY id DESC LIMIT $6
          """;
  private static final String FIND =
      "SELECT " + COLUMNS + " FROM job WHERE organization_id = $1 AND id = $2";
  private static final String FIND_LOCKED = FIND + " FOR UPDATE";
  private static final String CANCEL_WAITING =
      """
      UPDATE job SET state = 'cancelled', cancel_requested = true, finished_at = now()
      WHERE id = $1 AND state = 'queued'
      """;
  private static final String REQUEST_CANCEL =
      "UPDATE job SET cancel_requested = true WHERE id = $1 AND state = 'running'";
  private static final String ATTEMPTS =
      """
      SELECT attempted_at, node, error FROM job_attempt
      WHERE job_id = $1 ORDER BY attempted_at DESC LIMIT 100
      """;

  void takeTurn(SqlConnection tx, UUID workspaceId) {
    Rows.first(tx, TAKE_TURN, Tuple.of(workspaceId.toString()), row -> workspaceId);
  }

  int countWaiting(SqlConnection tx, UUID workspaceId) {
    return Rows.first(tx, COUNT_WAITING, Tuple.of(workspaceId), row -> row.getInteger("waiting"))
        .orElse(0);
  }

  /** Empty when there is no such workspace. */
  Optional<JobView> add(
      SqlConnection tx,
      UUID id,
      Tenant tenant,
      JobKind kind,
      String arguments,
      @Nullable String schedule) {
    return Rows.first(
        tx,
        ADD,
        Tuple.of(
            id, tenant.organizationId(), tenant.workspaceId(), kind.text(), arguments, schedule),
        JobRepository::read);
  }

  List<JobView> list(
      SqlConnection tx, UUID organizationId, JobFilter filter, @Nullable UUID before, int limit) {
    return Rows.list(
        tx,
        LIST,
        Tuple.of(
            organizationId,
            filter.workspaceId().orElse(null),
            filter.state().map(JobState::text).orElse(null),
            filter.kind().map(JobKind::text).orElse(null),
            before,
            limit),
        JobRepository::read);
  }

  Optional<JobView> find(SqlConnection tx, UUID organizationId, UUID id) {
    return Rows.first(tx, FIND, Tuple.of(organizationId, id), JobRepository::read);
  }

  /** Locked until the transaction ends. */
  Optional<JobView> findLocked(SqlConnection tx, UUID organizationId, UUID id) {
    return Rows.first(tx, FIND_LOCKED, Tuple.of(organizationId, id), JobRepository::read);
  }

  void cancelWaiting(SqlConnection tx, UUID id) {
    Rows.update(tx, CANCEL_WAITING, Tuple.of(id));
  }

  void requestCancel(SqlConnection tx, UUID id) {
    Rows.update(tx, REQUEST_CANCEL, Tuple.of(id));
  }

  /** The newest first. */
  List<JobAttempt> attempts(SqlConnection tx, UUID id) {
    return Rows.list(
        tx,
        ATTEMPTS,
        Tuple.of(id),
        row ->
            new JobAttempt(
                row.getOffsetDateTime("attempted_at").toInstant(),
                row.getUUID("node"),
                row.getString("error")));
  }

  private static JobView read(Row row) {
    JobState state = JobState.of(row.getString("state"));
    return new JobView(
        row.getUUID("id"),
        row.getUUID("workspace_id"),
        JobKind.of(row.getString("kind")),
        state,
        row.getString("arguments"),
        row.getLong("done"),
        row.getLong("total"),
        row.getString("result"),
        row.getInteger("attempts"),
        time(row, "next_at").filter(ignored -> state == JobState.QUEUED),
        Optional.ofNullable(row.getString("error")),
        row.getBoolean("cancel_requested"),
        Optional.ofNullable(row.getUUID("holder")),
        Optional.ofNullable(row.getString("schedule")),
        row.getOffsetDateTime("created_at").toInstant(),
        time(row, "started_at"),
        time(row, "finished_at"));
  }

  private static Optional<Instant> time(Row row, String column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
  }
}
