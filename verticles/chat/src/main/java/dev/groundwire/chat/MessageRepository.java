package dev.groundwire.chat;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.chat.Citation;
import dev.groundwire.bus.chat.MessageView;
import dev.groundwire.bus.chat.Source;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The {@code message} table. Callers pass the connection, so they own the transaction. */
final class MessageRepository {
  static final String ASSISTANT = "assistant";

  private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

  private static final String ADD =
      """
      INSERT INTO message
        (id, organization_id, conversation_id, role, content, answer_id, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """;
  private static final String LAST =
      """
      SELECT m.id, m.role, m.content, m.answer_id, m.created_at,
             COALESCE(a.sources, '[]')::text AS sources,
             COALESCE(a.citations, '[]')::text AS citations, a.finish_reason
      FROM message m LEFT JOIN answer a ON a.id = m.answer_id
      WHERE m.conversation_id = $1 AND m.created_at < $3
      ORDER BY m.created_at DESC, m.id DESC
      LIMIT $2
      """;

  void add(SqlClient sql, UUID organizationId, UUID conversationId, MessageView message) {
    Rows.update(
        sql,
        ADD,
        Tuple.of(
            message.id(),
            organizationId,
            conversationId,
            message.role(),
            message.content(),
            message.answerId().orElse(null),
            Moments.column(message.createdAt())));
  }

  /** The newest ones, oldest first. */
  List<MessageView> last(SqlClient sql, UUID conversationId, int limit) {
    return before(sql, conversationId, END_OF_TIME, limit);
  }

  /** The newest ones of those before a moment, oldest first. */
  List<MessageView> before(SqlClient sql, UUID conversationId, Instant moment, int limit) {
    return Rows.list(
            sql,
            LAST,
            Tuple.of(conversationId, limit, Moments.column(moment)),
            MessageRepository::read)
        .reversed();
  }

  private static MessageView read(Row row) {
    return new MessageView(
        row.getUUID("id"),
        row.getString("role"),
        row.getString("content"),
        Optional.ofNullable(row.getUUID("answer_id")),
        List.of(RecordJson.read(row.getString("sources"), Source[].class)),
        List.of(RecordJson.read(row.getString("citations"), Citation[].class)),
        Optional.ofNullable(row.getString("finish_reason")),
        Moments.read(row, "created_at"));
  }
}
