package dev.groundwire.outboxrelay;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** The partitions of {@code outbox}, and the rows that are forgotten one by one. */
final class PartitionRepository {
  private static final String BE_THE_ONLY_ONE =
      "SELECT pg_try_advisory_xact_lock(hashtextextended('groundwire.outbox-partitions', 0)) AS alone";
  private static final String WAIT_NO_LONGER = "SELECT set_config('lock_timeout', $1, true)";
  private static final String ADD = "SELECT outbox_add_partition($1) AS done";
  private static final String DROP = "SELECT outbox_drop_partition($1, $2) AS done";
  private static final String ENDED_BEFORE =
      """
      SELECT partition.relname AS name
      FROM pg_inherits JOIN pg_class partition ON partition.oid = inhrelid
      WHERE inhparent = 'outbox'::regclass AND partition.relname ~ '^outbox_[0-9]{8}$'
        AND to_date(substr(partition.relname, 8), 'YYYYMMDD') < $1
      ORDER BY partition.relname
      """;
  private static final String PRUNE_DEFAULT =
      """
      DELETE FROM outbox_default
      WHERE ctid = ANY (ARRAY(SELECT ctid FROM outbox_default WHERE published_at < $1 LIMIT $2))
      """;

  /** Not while a dead letter may hand the fact over once more, weeks later perhaps. */
  private static final String PRUNE_INBOX =
      """
      DELETE FROM inbox
      WHERE ctid = ANY (ARRAY(
        SELECT i.ctid FROM inbox i
        WHERE handled_at < $1 AND NOT EXISTS (
          SELECT FROM dead_letter l
          WHERE l.event_id = i.event_id AND l.handler = i.handler
            AND l.state IN ('retrying', 'parked', 'replaying'))
        LIMIT $2))
      """;

  /** False while another relay does the same; else nobody does until the end of {@code tx}. */
  boolean isAlone(SqlConnection tx) {
    return Rows.first(tx, BE_THE_ONLY_ONE, Tuple.tuple(), row -> row.getBoolean("alone"))
        .orElseThrow();
  }

  /** Appends wait behind a lock that is waited for: not for long. */
  void waitForLocks(SqlConnection tx, Duration most) {
    Rows.first(tx, WAIT_NO_LONGER, Tuple.of(most.toMillis() + "ms"), Row::size);
  }

  /** False when there is one for that day already. */
  boolean add(SqlConnection tx, LocalDate day) {
    return done(tx, ADD, Tuple.of(day));
  }

  List<String> endedBefore(SqlConnection tx, LocalDate day) {
    return Rows.list(tx, ENDED_BEFORE, Tuple.of(day), row -> row.getString("name"));
  }

  /** False while a fact in it is still needed. */
  boolean drop(SqlConnection tx, String partition, Instant publishedBefore) {
    return done(tx, DROP, Tuple.of(partition, at(publishedBefore)));
  }

  int pruneDefault(SqlConnection tx, Instant publishedBefore, int most) {
    return Rows.update(tx, PRUNE_DEFAULT, Tuple.of(at(publishedBefore), most));
  }

  int pruneInbox(SqlConnection tx, Instant handledBefore, int most) {
    return Rows.update(tx, PRUNE_INBOX, Tuple.of(at(handledBefore), most));
  }

  private static boolean done(SqlConnection tx, String statement, Tuple parameters) {
    return Rows.first(tx, statement, parameters, row -> row.getBoolean("done")).orElseThrow();
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
