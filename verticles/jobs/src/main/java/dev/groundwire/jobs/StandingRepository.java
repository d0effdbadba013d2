package dev.groundwire.jobs;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where all jobs of the {@code job} table stand, and the end of those that nobody reads. */
final class StandingRepository {
  private static final String STANDING =
      """
      SELECT count(*) FILTER (WHERE state = 'queued') AS queued,
        count(*) FILTER (WHERE state = 'running') AS running,
        coalesce(max(extract(epoch FROM now() - next_at)) FILTER (WHERE state = 'queued'), 0)
          ::float8 AS oldest,
        coalesce(max(extract(epoch FROM now() - coalesce(progressed_at, started_at)))
          FILTER (WHERE started_at IS NOT NULL), 0)::float8 AS silent
      FROM job WHERE state IN ('queued', 'running')
      """;

  private static final String PRUNE =
      """
      DELETE FROM job WHERE id IN (
        SELECT id FROM job
        WHERE finished_at < now() - $1 * interval '1 millisecond'
          AND ($2::uuid IS NULL OR workspace_id = $2)
        LIMIT $3)
      """;

  /** Of workspaces that were deleted with their jobs. */
  private static final String PRUNE_LEASES =
      """
      DELETE FROM lease l WHERE l.name LIKE 'job.%' AND l.expires_at < now() - interval '1 day'
        AND NOT EXISTS (SELECT FROM job j WHERE 'job.' || j.id::text = l.name)
      """;

  /**
   * @param oldestQueuedSeconds since the oldest of those that wait was due; 0 for none
   * @param silentSeconds since the last step of the one that has been silent longest
   */
  record Standing(long queued, long running, double oldestQueuedSeconds, double silentSeconds) {}

  Standing standing(SqlConnection tx) {
    return Rows.first(
            tx,
            STANDING,
            Tuple.tuple(),
            row ->
                new Standing(
                    row.getLong("queued"),
                    row.getLong("running"),
                    Math.max(0, row.getDouble("oldest")),
                    Math.max(0, row.getDouble("silent"))))
        .orElseThrow();
  }

  /** How many have gone with their history; of every workspace when none is named. */
  int prune(SqlConnection tx, Duration keep, @Nullable UUID workspaceId, int most) {
    return Rows.update(tx, PRUNE, Tuple.of(keep.toMillis(), workspaceId, most));
  }

  void pruneLeases(SqlConnection tx) {
    Rows.update(tx, PRUNE_LEASES, Tuple.tuple());
  }
}
