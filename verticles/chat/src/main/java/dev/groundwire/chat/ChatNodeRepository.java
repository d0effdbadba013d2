package dev.groundwire.chat;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The {@code chat_node} table; all times are the server's. */
final class ChatNodeRepository {
  private static final String ALIVE =
      """
      INSERT INTO chat_node (node, alive_at) VALUES ($1, now())
      ON CONFLICT (node) DO UPDATE SET alive_at = now()
      """;
  private static final String LIVING =
      """
      SELECT node
      FROM chat_node
      WHERE alive_at > now() - make_interval(secs => $1)
      ORDER BY node
      LIMIT 1000
      """;

  /** The lock makes one that comes back wait, and then see what it has lost. */
  private static final String LOCK_GONE =
      """
      SELECT node
      FROM chat_node n
      WHERE node <> $1 AND alive_at < now() - make_interval(secs => $2)
        AND EXISTS (
          SELECT FROM answer
          WHERE owner = n.node AND state IN ('queued', 'retrieving', 'generating'))
      ORDER BY alive_at
      LIMIT 16
      FOR UPDATE OF n SKIP LOCKED
      """;

  private static final String GIVE_UP =
      "UPDATE chat_node SET alive_at = '-infinity' WHERE node = $1";
  private static final String FORGET =
      """
      DELETE FROM chat_node n
      WHERE alive_at < now() - interval '1 day'
        AND NOT EXISTS (
          SELECT FROM answer
          WHERE owner = n.node AND state IN ('queued', 'retrieving', 'generating'))
      """;

  void alive(SqlClient sql, UUID node) {
    Rows.update(sql, ALIVE, Tuple.of(node));
  }

  /** Those that were alive within that time, a thousand at most. */
  List<UUID> living(SqlClient sql, Duration within) {
    return Rows.list(sql, LIVING, Tuple.of(seconds(within)), row -> row.getUUID("node"));
  }

  /** Some that were not alive within that time and have left answers, locked. */
  List<UUID> lockGone(SqlClient sql, UUID node, Duration within) {
    return Rows.list(sql, LOCK_GONE, Tuple.of(node, seconds(within)), row -> row.getUUID("node"));
  }

  /** Others may take what it has. */
  void giveUp(SqlClient sql, UUID node) {
    Rows.update(sql, GIVE_UP, Tuple.of(node));
  }

  /** Those that nothing refers to any more. */
  void forgetGone(SqlClient sql) {
    Rows.update(sql, FORGET, Tuple.tuple());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
