package dev.groundwire.outboxrelay;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The {@code relay_member} and {@code relay_shard} tables; all times are the server's. */
final class ShardRepository {
  private static final String HEARTBEAT =
      """
      INSERT INTO relay_member (relay, alive_at) VALUES ($1, now())
      ON CONFLICT (relay) DO UPDATE SET alive_at = now()
      """;
  private static final String MEMBERS =
      """
      SELECT count(*)::int AS members
      FROM relay_member
      WHERE alive_at > now() - make_interval(secs => $1)
      """;
  private static final String RENEW =
      """
      UPDATE relay_shard
      SET leased_until = now() + make_interval(secs => $2)
      WHERE owner = $1
      RETURNING shard, term
      """;

  /** In any order, so that relays which start together do not all reach for the same ones. */
  private static final String TAKE =
      """
      WITH free AS MATERIALIZED (
        SELECT shard
        FROM relay_shard
        WHERE owner IS NULL OR leased_until < now()
        ORDER BY random()
        LIMIT $3
        FOR UPDATE SKIP LOCKED)
      UPDATE relay_shard s
      SET owner = $1, term = term + 1, leased_until = now() + make_interval(secs => $2)
      FROM free
      WHERE s.shard = free.shard
      RETURNING s.shard, s.term
      """;

  private static final String RELEASE =
      """
      UPDATE relay_shard
      SET owner = NULL, leased_until = '-infinity'
      WHERE owner = $1 AND shard = ANY ($2)
      """;
  private static final String RELEASE_ALL =
      "UPDATE relay_shard SET owner = NULL, leased_until = '-infinity' WHERE owner = $1";
  private static final String LEAVE = "DELETE FROM relay_member WHERE relay = $1";
  private static final String FORGET_GONE =
      "DELETE FROM relay_member WHERE alive_at < now() - interval '1 day'";

  void heartbeat(SqlConnection tx, UUID relay) {
    Rows.update(tx, HEARTBEAT, Tuple.of(relay));
  }

  /** How many relays were alive within that time. */
  int members(SqlConnection tx, Duration within) {
    return Rows.first(tx, MEMBERS, Tuple.of(seconds(within)), row -> row.getInteger("members"))
        .orElseThrow();
  }

  /** Every shard that relay has, also one whose lease was over, with its term. */
  Map<Short, Long> renew(SqlConnection tx, UUID relay, Duration lease) {
    return terms(tx, RENEW, Tuple.of(relay, seconds(lease)));
  }

  /** Up to that many that nobody holds. */
  Map<Short, Long> take(SqlConnection tx, UUID relay, Duration lease, int most) {
    return terms(tx, TAKE, Tuple.of(relay, seconds(lease), most));
  }

  void release(SqlConnection tx, UUID relay, Collection<Short> shards) {
    Rows.update(tx, RELEASE, Tuple.of(relay, (Object) shards.toArray(Short[]::new)));
  }

  /** For ever: others may take everything at once. */
  int leave(SqlConnection tx, UUID relay) {
    Rows.update(tx, LEAVE, Tuple.of(relay));
    return Rows.update(tx, RELEASE_ALL, Tuple.of(relay));
  }

  int forgetGone(SqlConnection tx) {
    return Rows.update(tx, FORGET_GONE, Tuple.tuple());
  }

  private static Map<Short, Long> terms(SqlConnection tx, String statement, Tuple parameters) {
    return Rows.list(tx, statement, parameters, ShardRepository::term).stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map.Entry<Short, Long> term(Row row) {
    return Map.entry(row.getShort("shard"), row.getLong("term"));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
