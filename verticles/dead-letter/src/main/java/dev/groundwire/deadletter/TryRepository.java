package dev.groundwire.deadletter;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Leases rows of the {@code dead_letter} table for a try, and settles what came of it. */
final class TryRepository {
  private static final String LEASE =
      """
      WITH due AS (
        SELECT id FROM dead_letter d
        WHERE state IN ('retrying', 'replaying') AND next_at <= now()
          AND (leased_until IS NULL OR leased_until < now())
          AND NOT EXISTS (
            SELECT FROM dead_letter earlier
            WHERE earlier.key = d.key AND earlier.handler = d.handler
              AND earlier.key_seq < d.key_seq AND earlier.state = 'replaying')
        ORDER BY next_at, key_seq
        LIMIT $1
        FOR UPDATE SKIP LOCKED)
      UPDATE dead_letter d
      SET leased_by = $2, leased_until = now() + $3 * interval '1 millisecond', tries = tries + 1
      FROM due
      WHERE d.id = due.id
      RETURNING
      """
          + LetterRows.COLUMNS;
  private static final String RENEW =
      """
      UPDATE dead_letter SET leased_until = now() + $2 * interval '1 millisecond'
      WHERE leased_by = ANY ($1)
      """;
  private static final String REPLAYED =
      """
      UPDATE dead_letter
      SET state = 'replayed', next_at = NULL, leased_by = NULL, leased_until = NULL,
        discard_reason = NULL, changed_at = now()
      WHERE id = $1 AND leased_by = $2
      """;

  /** When a person has decided something meanwhile, that stands. */
  private static final String FAILED =
      """
      UPDATE dead_letter
      SET state = CASE WHEN $4::bigint IS NULL THEN 'parked' ELSE state END,
        next_at = now() + $4::bigint * interval '1 millisecond', reason = $5, changed_at = now()
      WHERE id = $1 AND leased_by = $2 AND state = $3 AND tries = $6
      """;

  private static final String RELEASE =
      """
      UPDATE dead_letter SET leased_by = NULL, leased_until = NULL
      WHERE id = $1 AND leased_by = $2
      """;
  private static final String PRUNE =
      """
      DELETE FROM dead_letter
      WHERE state IN ('replayed', 'discarded')
        AND changed_at < now() - $1 * interval '1 millisecond'
      """;

  private final Duration lease;

  TryRepository(Duration lease) {
    this.lease = lease;
  }

  List<LeasedLetter> lease(SqlConnection tx, UUID name, int most) {
    return Rows.list(
        tx, LEASE, Tuple.of(most, name, lease.toMillis()), row -> LetterRows.leased(row, name));
  }

  void renew(SqlConnection tx, Collection<UUID> leases) {
    Rows.update(tx, RENEW, Tuple.of(leases.toArray(UUID[]::new), lease.toMillis()));
  }

  void replayed(SqlConnection tx, LeasedLetter letter) {
    Rows.update(tx, REPLAYED, Tuple.of(letter.id(), letter.lease()));
  }

  /** Parks it when there is no delay. */
  void failed(SqlConnection tx, LeasedLetter letter, Optional<Duration> delay, String reason) {
    Rows.update(
        tx,
        FAILED,
        Tuple.of(
            letter.id(),
            letter.lease(),
            letter.state().text(),
            delay.map(Duration::toMillis).orElse(null),
            reason,
            letter.tries()));
    Rows.update(tx, RELEASE, Tuple.of(letter.id(), letter.lease()));
  }

  int prune(SqlConnection tx, Duration keep) {
    return Rows.update(tx, PRUNE, Tuple.of(keep.toMillis()));
  }
}
