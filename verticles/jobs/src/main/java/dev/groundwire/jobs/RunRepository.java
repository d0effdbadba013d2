package dev.groundwire.jobs;

import dev.groundwire.bus.Lease;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobState;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The {@code job} table as those who run jobs move it. Callers hold the job's lease. */
final class RunRepository {
  /**
   * The first of each key in its turn, or one whose node has gone silent. Only the oldest of a key
   * is looked at: two nodes that take different ones of a key at once would both go on.
   */
  private static final String DUE =
      """
      SELECT id, organization_id, state FROM job j
      WHERE (state = 'queued' AND next_at <= now()
          AND NOT EXISTS (
            SELECT FROM job other WHERE other.workspace_id = j.workspace_id AND other.key = j.key
              AND other.state = 'running')
          AND NOT EXISTS (
            SELECT FROM job earlier WHERE earlier.workspace_id = j.workspace_id
              AND earlier.key = j.key AND earlier.state = 'queued' AND earlier.id < j.id))
        OR (state = 'running' AND NOT EXISTS (
          SELECT FROM lease l WHERE l.name = 'job.' || j.id::text
            AND l.holder IS NOT NULL AND l.expires_at > clock_timestamp()))
      ORDER BY next_at, id LIMIT 1
      FOR UPDATE SKIP LOCKED
      """;

  private static final String BEGIN =
      """
      UPDATE job SET state = 'running', holder = $2, term = $3, attempts = attempts + $4,
        started_at = coalesce(started_at, now())
      WHERE id = $1
      RETURNING id, organization_id, workspace_id, kind, arguments::text AS arguments, stage,
        cursor, result::text AS result, attempts, cancel_requested
      """;
  private static final String CHECKPOINT =
      """
      UPDATE job SET stage = $4, cursor = $5, done = $6, total = $7, result = $8::text::jsonb,
        attempts = 0, error = NULL, progressed_at = now()
      WHERE id = $1 AND holder = $2 AND term = $3
      RETURNING cancel_requested
      """;
  private static final String IS_CANCELLED =
      "SELECT cancel_requested FROM job WHERE id = $1 AND holder = $2 AND term = $3";
  private static final String END =
      """
      UPDATE job SET state = $4, error = $5, holder = NULL, term = NULL, finished_at = now()
      WHERE id = $1 AND holder = $2 AND term = $3
      RETURNING extract(epoch FROM now() - started_at)::float8 AS seconds
      """;
  private static final String AGAIN =
      """
      UPDATE job SET state = 'queued', holder = NULL, term = NULL, attempts = $4, error = $5,
        next_at = now() + $6 * interval '1 millisecond'
      WHERE id = $1 AND holder = $2 AND term = $3
      """;
  private static final String NOTE =
      """
      INSERT INTO job_attempt (job_id, organization_id, node, error)
      SELECT id, organization_id, $2, $3 FROM job WHERE id = $1
      """;
  private static final String LAST_HOLDER = "SELECT holder FROM job WHERE id = $1";

  /** A job that may be taken up; its row is locked. */
  record Due(UUID id, UUID organizationId, boolean wasRunning) {}

  Optional<Due> due(SqlConnection tx) {
    return Rows.first(
        tx,
        DUE,
        Tuple.tuple(),
        row ->
            new Due(
                row.getUUID("id"),
                row.getUUID("organization_id"),
                JobState.of(row.getString("state")) == JobState.RUNNING));
  }

  /** The node that had it before. */
  Optional<UUID> lastHolder(SqlConnection tx, UUID id) {
    return Rows.first(tx, LAST_HOLDER, Tuple.of(id), row -> row.getUUID("holder"));
  }

  ClaimedJob begin(SqlConnection tx, UUID id, Lease lease, int failed) {
    return Rows.first(
            tx, BEGIN, Tuple.of(id, lease.holder(), lease.term(), failed), row -> read(row, lease))
        .orElseThrow();
  }

  /** Whether it is to be cancelled; empty when it is no longer this node's. */
  Optional<Boolean> checkpoint(
      SqlConnection tx, ClaimedJob job, int stage, @Nullable String cursor, StepDone step) {
    return Rows.first(
        tx,
        CHECKPOINT,
        Tuple.of(
            job.id(),
            job.lease().holder(),
            job.lease().term(),
            stage,
            cursor,
            step.done(),
            step.total(),
            step.result()),
        row -> row.getBoolean("cancel_requested"));
  }

  boolean isCancelled(SqlConnection tx, ClaimedJob job) {
    return Rows.first(
            tx,
            IS_CANCELLED,
            Tuple.of(job.id(), job.lease().holder(), job.lease().term()),
            row -> row.getBoolean("cancel_requested"))
        .orElse(false);
  }

  /** How long it has taken since it was begun for the first time. */
  Duration end(SqlConnection tx, ClaimedJob job, JobState state, @Nullable String error) {
    return Rows.first(
            tx,
            END,
            Tuple.of(job.id(), job.lease().holder(), job.lease().term(), state.text(), error),
            row -> Duration.ofMillis(Math.round(row.getDouble("seconds") * 1_000)))
        .orElse(Duration.ZERO);
  }

  /** Back into the queue. */
  void again(
      SqlConnection tx, ClaimedJob job, int attempts, @Nullable String error, Duration delay) {
    Rows.update(
        tx,
        AGAIN,
        Tuple.of(
            job.id(), job.lease().holder(), job.lease().term(), attempts, error, delay.toMillis()));
  }

  void note(SqlConnection tx, UUID id, UUID node, String error) {
    Rows.update(tx, NOTE, Tuple.of(id, node, error));
  }

  private static ClaimedJob read(Row row, Lease lease) {
    return new ClaimedJob(
        row.getUUID("id"),
        new Tenant(row.getUUID("organization_id"), row.getUUID("workspace_id")),
        JobKind.of(row.getString("kind")),
        row.getString("arguments"),
        lease,
        row.getInteger("stage"),
        Optional.ofNullable(row.getString("cursor")),
        row.getString("result"),
        row.getInteger("attempts"),
        row.getBoolean("cancel_requested"));
  }
}
