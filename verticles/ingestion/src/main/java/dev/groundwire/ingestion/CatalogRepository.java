package dev.groundwire.ingestion;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.ingestion.DocumentFound;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.bus.ingestion.DocumentView;
import dev.groundwire.bus.ingestion.RegisterDocument;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The {@code document} table as its owners see it. */
final class CatalogRepository {
  private static final String COLUMNS =
      "id, content_id, name, media_type, bytes, sha256, status, version, chunks, error, tags,"
          + " created_at, updated_at";
  private static final String ADD_UNLESS_KNOWN =
      """
      INSERT INTO document (id, organization_id, workspace_id, content_id, name, media_type, bytes,
        sha256, status, tags, created_at, updated_at)
      VALUES ($1, $2, $3, $1, $4, $5, $6, $7, 'received', $8, now(), now())
      ON CONFLICT (workspace_id, sha256) DO NOTHING
      RETURNING
      """
          + COLUMNS;
  private static final String STORED_BYTES =
      """
      SELECT coalesce(sum(octet_length(bytes)), 0)::bigint AS stored
      FROM document_part WHERE content_id = $1
      """;
  private static final String WITH_SAME_BYTES =
      "SELECT " + COLUMNS + " FROM document WHERE workspace_id = $1 AND sha256 = $2 FOR UPDATE";
  private static final String FIND =
      "SELECT " + COLUMNS + " FROM document WHERE workspace_id = $1 AND id = $2";
  private static final String LIST =
      "SELECT "
          + COLUMNS
          + """

          FROM document
          WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id < $2)
          ORDER BY id DESC LIMIT $3
          """;
  private static final String OLDER_THAN =
      """
      SELECT id FROM document
      WHERE workspace_id = $1 AND created_at < now() - make_interval(days => $2)
      ORDER BY id LIMIT $3
      """;
  private static final String REMOVE =
      """
      DELETE FROM document WHERE workspace_id = $1 AND id = $2
      RETURNING content_id, version
      """;
  private static final String REMOVE_CONTENT = "DELETE FROM document_part WHERE content_id = $1";

  /**
   * A row of the table.
   *
   * @param version of its processing
   */
  record Entry(DocumentFound found, int version) {}

  /** Empty when the workspace already has these bytes. */
  Optional<DocumentView> addUnlessKnown(SqlConnection tx, RegisterDocument asked) {
    return Rows.first(
        tx,
        ADD_UNLESS_KNOWN,
        Tuple.of(
            asked.documentId(),
            asked.tenant().organizationId(),
            asked.tenant().workspaceId(),
            asked.name(),
            asked.mediaType(),
            asked.bytes(),
            asked.sha256(),
            asked.tags().toArray(String[]::new)),
        row -> read(row).found().document());
  }

  /** Of a content; its parts are not read for it. */
  long storedBytes(SqlConnection tx, UUID contentId) {
    return Rows.first(tx, STORED_BYTES, Tuple.of(contentId), row -> row.getLong("stored"))
        .orElse(0L);
  }

  /** Locked until the transaction ends. */
  Optional<Entry> withSameBytes(SqlConnection tx, UUID workspaceId, String sha256) {
    return Rows.first(tx, WITH_SAME_BYTES, Tuple.of(workspaceId, sha256), CatalogRepository::read);
  }

  Optional<DocumentFound> find(SqlConnection tx, Tenant tenant, UUID id) {
    return Rows.first(tx, FIND, Tuple.of(tenant.workspaceId(), id), row -> read(row).found());
  }

  List<DocumentView> list(SqlConnection tx, Tenant tenant, int limit, @Nullable UUID before) {
    return Rows.list(
        tx,
        LIST,
        Tuple.of(tenant.workspaceId(), before, limit),
        row -> read(row).found().document());
  }

  /** The ids of documents that came before so many days ago, the oldest first. */
  List<UUID> olderThan(SqlConnection tx, UUID workspaceId, int days, int limit) {
    return Rows.list(tx, OLDER_THAN, Tuple.of(workspaceId, days, limit), row -> row.getUUID("id"));
  }

  /** The version it had; empty when there is no such document. */
  Optional<Integer> remove(SqlConnection tx, Tenant tenant, UUID id) {
    Optional<Row> gone = Rows.first(tx, REMOVE, Tuple.of(tenant.workspaceId(), id), row -> row);
    gone.ifPresent(row -> Rows.update(tx, REMOVE_CONTENT, Tuple.of(row.getUUID("content_id"))));
    return gone.map(row -> row.getInteger("version"));
  }

  private static Entry read(Row row) {
    DocumentView view =
        new DocumentView(
            row.getUUID("id"),
            row.getString("name"),
            row.getString("media_type"),
            row.getLong("bytes"),
            row.getString("sha256"),
            DocumentStatus.of(row.getString("status")),
            row.getInteger("chunks"),
            Optional.ofNullable(row.getString("error")),
            List.of(row.getArrayOfStrings("tags")),
            row.getOffsetDateTime("created_at").toInstant(),
            row.getOffsetDateTime("updated_at").toInstant());
    return new Entry(new DocumentFound(view, row.getUUID("content_id")), row.getInteger("version"));
  }
}
