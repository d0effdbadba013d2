package dev.groundwire.deadletter;

import dev.groundwire.bus.deadletter.DeadLetterFilter;
import dev.groundwire.bus.deadletter.DeadLetterState;
import dev.groundwire.bus.deadletter.DeadLetterView;
import dev.groundwire.bus.deadletter.DeadLettersDescribed;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The {@code dead_letter} table as its owners see it. */
final class LetterRepository {
  private static final String MEANT =
      """
      ($1::uuid IS NULL OR d.workspace_id = $1) AND ($2::text IS NULL OR d.state = $2)
      AND ($3::text IS NULL OR d.type = $3) AND ($4::text IS NULL OR d.handler = $4)
      AND ($5::text IS NULL OR d.key = $5)
      AND ($6::timestamptz IS NULL OR d.buried_at >= $6)
      AND ($7::timestamptz IS NULL OR d.buried_at < $7)
      """;
  private static final String LIST =
      "SELECT "
          + LetterRows.COLUMNS
          + " FROM dead_letter d WHERE "
          + MEANT
          + " AND ($8::uuid IS NULL OR d.id < $8) ORDER BY d.id DESC LIMIT $9";
  private static final String FIND =
      "SELECT " + LetterRows.COLUMNS + " FROM dead_letter d WHERE d.id = $1";
  private static final String FIND_LOCKED = FIND + " FOR UPDATE";
  private static final String REPLAY =
      """
      UPDATE dead_letter
      SET state = 'replaying', tries = 0, next_at = now(), changed_at = now()
      WHERE id = $1
      """;

  /** One after the other, behind those that wait already, in the order in which they happened. */
  private static final String REPLAY_MANY =
      """
      WITH queue AS (
        SELECT greatest(now(), coalesce(max(next_at), now())) AS ends
        FROM dead_letter WHERE state = 'replaying'),
      meant AS (
        SELECT id, row_number() OVER (ORDER BY occurred_at, key_seq) AS place
        FROM (
          SELECT d.id, d.occurred_at, d.key_seq FROM dead_letter d
          WHERE d.state IN ('retrying', 'parked')
      """
          + "AND "
          + MEANT
          + """
              ORDER BY d.occurred_at, d.key_seq LIMIT $8
              FOR UPDATE) locked)
          UPDATE dead_letter d
          SET state = 'replaying', tries = 0, changed_at = now(),
            next_at = queue.ends + (meant.place - 1) * $9 * interval '1 microsecond'
          FROM queue, meant
          WHERE d.id = meant.id
          """;

  private static final String DISCARD =
      """
      UPDATE dead_letter
      SET state = 'discarded', discard_reason = $2, next_at = NULL, changed_at = now()
      WHERE id = $1
      """;

  /** The deletion itself may be among them, and is still to be handled. */
  private static final String DISCARD_OF_KEY =
      """
      UPDATE dead_letter
      SET state = 'discarded', discard_reason = $2, next_at = NULL, changed_at = now()
      WHERE key = $1 AND state IN ('retrying', 'parked', 'replaying') AND type <> $3
      """;

  private static final String DESCRIBE =
      """
      SELECT count(*) FILTER (WHERE state = 'retrying') AS retrying,
        count(*) FILTER (WHERE state = 'parked') AS parked,
        count(*) FILTER (WHERE state = 'replaying') AS replaying
      FROM dead_letter WHERE state IN ('retrying', 'parked', 'replaying')
      """;

  /** A row of the table. */
  record Entry(DeadLetterView view, EventEnvelope event) {}

  List<DeadLetterView> list(
      SqlConnection tx, DeadLetterFilter filter, int limit, @Nullable UUID before) {
    return Rows.list(tx, LIST, meant(filter, before, limit), LetterRows::view);
  }

  Optional<Entry> find(SqlConnection tx, UUID id) {
    return Rows.first(tx, FIND, Tuple.of(id), LetterRepository::entry);
  }

  /** Locked until the transaction ends. */
  Optional<Entry> findLocked(SqlConnection tx, UUID id) {
    return Rows.first(tx, FIND_LOCKED, Tuple.of(id), LetterRepository::entry);
  }

  void replay(SqlConnection tx, UUID id) {
    Rows.update(tx, REPLAY, Tuple.of(id));
  }

  /** How many of at most {@code limit}. */
  int replayMany(SqlConnection tx, DeadLetterFilter filter, int limit, int perSecond) {
    return Rows.update(tx, REPLAY_MANY, meant(filter, limit, 1_000_000L / perSecond));
  }

  void discard(SqlConnection tx, UUID id, String reason) {
    Rows.update(tx, DISCARD, Tuple.of(id, AttemptRepository.storable(reason, reason.length())));
  }

  int discardOfKey(SqlConnection tx, EventEnvelope deleted, String reason) {
    return Rows.update(tx, DISCARD_OF_KEY, Tuple.of(deleted.key(), reason, deleted.type()));
  }

  DeadLettersDescribed describe(SqlConnection tx, long advisories) {
    return Rows.first(
            tx,
            DESCRIBE,
            Tuple.tuple(),
            row ->
                new DeadLettersDescribed(
                    row.getLong("retrying"),
                    row.getLong("parked"),
                    row.getLong("replaying"),
                    advisories))
        .orElseThrow();
  }

  private static Entry entry(Row row) {
    return new Entry(LetterRows.view(row), LetterRows.event(row));
  }

  /** Seven parameters, then two more. */
  private static Tuple meant(DeadLetterFilter filter, @Nullable Object eighth, Object ninth) {
    return Tuple.from(
        new @Nullable Object[] {
          filter.workspaceId().orElse(null),
          filter.state().map(DeadLetterState::text).orElse(null),
          filter.type().orElse(null),
          filter.handler().orElse(null),
          filter.key().orElse(null),
          filter.after().map(LetterRepository::column).orElse(null),
          filter.before().map(LetterRepository::column).orElse(null),
          eighth,
          ninth
        });
  }

  private static OffsetDateTime column(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
