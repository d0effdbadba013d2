package dev.groundwire.inbox;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The {@code inbox_key} table. Rows are inserted and locked in the order of their keys. */
final class CursorRepository {
  private static final String BEGIN =
      """
      INSERT INTO inbox_key (key, organization_id, last_seq)
      SELECT key, organization_id, 0
      FROM unnest($1::text[], $2::uuid[]) AS new (key, organization_id)
      ON CONFLICT DO NOTHING
      """;
  private static final String LOCK =
      """
      SELECT key, organization_id, last_seq,
             coalesce(gap_since < now() - $2 * interval '1 millisecond', false) AS gap_overdue
      FROM inbox_key
      WHERE key = ANY ($1)
      ORDER BY key
      FOR UPDATE
      """;
  private static final String ADVANCE =
      """
      UPDATE inbox_key k SET last_seq = new.last_seq, gap_since = NULL
      FROM unnest($1::text[], $2::bigint[]) AS new (key, last_seq)
      WHERE k.key = new.key
      """;
  private static final String NOTE_GAPS =
      "UPDATE inbox_key SET gap_since = now() WHERE key = ANY ($1) AND gap_since IS NULL";

  private final Duration gapPatience;

  CursorRepository(Duration gapPatience) {
    this.gapPatience = gapPatience;
  }

  /**
   * The cursor of each key, locked until the transaction ends; 0 for a key not seen before.
   *
   * @param organizations of each key
   */
  Map<String, Cursor> lock(SqlConnection tx, SortedMap<String, UUID> organizations) {
    String[] keys = organizations.keySet().toArray(String[]::new);
    Rows.update(tx, BEGIN, Tuple.of(keys, (Object) organizations.values().toArray(UUID[]::new)));
    return Rows.list(tx, LOCK, Tuple.of(keys, gapPatience.toMillis()), CursorRepository::read)
        .stream()
        .collect(Collectors.toMap(Cursor::key, Function.identity()));
  }

  void advance(SqlConnection tx, Map<String, Long> lastSeqs) {
    if (!lastSeqs.isEmpty()) {
      Rows.update(
          tx,
          ADVANCE,
          Tuple.of(
              lastSeqs.keySet().toArray(String[]::new),
              (Object) lastSeqs.values().toArray(Long[]::new)));
    }
  }

  /** From now on, unless they were noted before. */
  void noteGaps(SqlConnection tx, Collection<String> keys) {
    if (!keys.isEmpty()) {
      Rows.update(tx, NOTE_GAPS, Tuple.of(keys.toArray(String[]::new)));
    }
  }

  private static Cursor read(Row row) {
    return new Cursor(
        row.getString("key"),
        row.getUUID("organization_id"),
        row.getLong("last_seq"),
        row.getBoolean("gap_overdue"));
  }
}
