package dev.groundwire.chat;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** What of the tables {@code conversation} and {@code answer} has been kept long enough. */
final class ExpiredRepository {
  /** One with an answer under way is in use, whenever it was used last. */
  private static final String REMOVE_CONVERSATIONS =
      """
      DELETE FROM conversation WHERE id IN (
        SELECT c.id FROM conversation c
        WHERE c.workspace_id = $1 AND c.updated_at < now() - make_interval(days => $2)
          AND NOT EXISTS (
            SELECT FROM answer a WHERE a.conversation_id = c.id
              AND a.state IN ('queued', 'retrieving', 'generating'))
        ORDER BY c.updated_at LIMIT $3)
      RETURNING id
      """;

  /** Those that were asked for without a conversation. */
  private static final String REMOVE_ANSWERS =
      """
      DELETE FROM answer WHERE id IN (
        SELECT id FROM answer
        WHERE workspace_id = $1 AND conversation_id IS NULL
          AND created_at < now() - make_interval(days => $2)
          AND state NOT IN ('queued', 'retrieving', 'generating')
        LIMIT $3)
      """;

  /** The ids of those that are gone. */
  List<UUID> removeConversations(SqlConnection tx, UUID workspaceId, int days, int most) {
    return Rows.list(
        tx, REMOVE_CONVERSATIONS, Tuple.of(workspaceId, days, most), row -> row.getUUID("id"));
  }

  /** How many are gone. */
  int removeAnswers(SqlConnection tx, UUID workspaceId, int days, int most) {
    return Rows.update(tx, REMOVE_ANSWERS, Tuple.of(workspaceId, days, most));
  }
}
