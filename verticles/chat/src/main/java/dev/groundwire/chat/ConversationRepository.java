package dev.groundwire.chat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.ConversationView;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The {@code conversation} table. Callers pass the connection, so they own the transaction. */
final class ConversationRepository {
  private static final String WORKSPACE_EXISTS = "SELECT id FROM workspace WHERE id = $1";
  private static final String ADD =
      """
      INSERT INTO conversation (id, organization_id, workspace_id, title, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, $5)
      """;
  private static final String FIND =
      "SELECT id, title, created_at, updated_at FROM conversation WHERE id = $1";
  private static final String PLACE =
      "SELECT organization_id, workspace_id FROM conversation WHERE id = $1";
  private static final String LIST =
      """
      SELECT id, title, created_at, updated_at
      FROM conversation
      WHERE workspace_id = $1 AND (updated_at, id) < ($2, $3)
      ORDER BY updated_at DESC, id DESC
      LIMIT $4
      """;
  private static final String USE =
      """
      UPDATE conversation
      SET updated_at = GREATEST(updated_at, $2),
          title = CASE WHEN title = '' THEN $3 ELSE title END
      WHERE id = $1
      """;
  private static final String DELETE = "DELETE FROM conversation WHERE id = $1";

  boolean hasWorkspace(SqlClient sql, UUID workspaceId) {
    return Rows.first(sql, WORKSPACE_EXISTS, Tuple.of(workspaceId), row -> row.getUUID("id"))
        .isPresent();
  }

  void add(SqlClient sql, Tenant tenant, ConversationView view) {
    Rows.update(
        sql,
        ADD,
        Tuple.of(
            view.id(),
            tenant.organizationId(),
            tenant.workspaceId(),
            view.title(),
            Moments.column(view.createdAt())));
  }

  Optional<ConversationView> find(SqlClient sql, UUID id) {
    return Rows.first(sql, FIND, Tuple.of(id), ConversationRepository::read);
  }

  /** Whose it is. */
  Optional<Tenant> place(SqlClient sql, UUID id) {
    return Rows.first(
        sql,
        PLACE,
        Tuple.of(id),
        row -> new Tenant(row.getUUID("organization_id"), row.getUUID("workspace_id")));
  }

  List<ConversationView> list(SqlClient sql, UUID workspaceId, ConversationCursor at, int limit) {
    return Rows.list(
        sql,
        LIST,
        Tuple.of(workspaceId, Moments.column(at.usedAt()), at.id(), limit),
        ConversationRepository::read);
  }

  /** Moves it to the top of the list; names it where it has no name. */
  void use(SqlClient sql, UUID id, Instant now, String titleIfNone) {
    Rows.update(sql, USE, Tuple.of(id, Moments.column(now), titleIfNone));
  }

  /** False when there is none. */
  boolean delete(SqlClient sql, UUID id) {
    return Rows.update(sql, DELETE, Tuple.of(id)) > 0;
  }

  private static ConversationView read(Row row) {
    return new ConversationView(
        row.getUUID("id"),
        row.getString("title"),
        Moments.read(row, "created_at"),
        Moments.read(row, "updated_at"));
  }
}
