package dev.groundwire.ingestion;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Documents of the same text, by the fingerprints in {@code document_text}. Equal bytes never come
 * twice into a workspace, but the same text may, as another file.
 */
final class DuplicateRepository {
  private static final String PAGE =
      """
      SELECT d.id, t.fingerprint IS NULL AS is_new
      FROM document d JOIN document_text t ON t.document_id = d.id
      WHERE d.workspace_id = $1 AND d.status = 'ready' AND ($2::uuid IS NULL OR d.id > $2)
      ORDER BY d.id LIMIT $3
      """;

  /** Letters and digits alone, without case; a text without any has an empty one, and no double. */
  private static final String PRINT =
      """
      UPDATE document_text SET fingerprint = coalesce(
        encode(sha256(convert_to(
          nullif(trim(regexp_replace(lower(text), '[^[:alnum:]]+', ' ', 'g')), ''), 'UTF8')), 'hex'),
        '')
      WHERE document_id = $1 AND fingerprint IS NULL
      """;

  private static final String COUNT =
      "SELECT count(*) AS documents FROM document WHERE workspace_id = $1 AND status = 'ready'";
  private static final String GROUPS =
      """
      SELECT t.fingerprint, array_agg(d.id ORDER BY d.created_at, d.id) AS ids,
        array_agg(d.name ORDER BY d.created_at, d.id) AS names
      FROM document d JOIN document_text t ON t.document_id = d.id
      WHERE d.workspace_id = $1 AND d.status = 'ready' AND t.fingerprint > $2
      GROUP BY t.fingerprint HAVING count(*) > 1
      ORDER BY t.fingerprint LIMIT $3
      """;

  /** A document in its turn. */
  record Entry(UUID id, boolean isNew) {}

  /** Documents of one text, the oldest first. */
  record Group(String fingerprint, List<UUID> ids, List<String> names) {}

  List<Entry> page(SqlConnection tx, UUID workspaceId, @Nullable UUID after, int limit) {
    return Rows.list(
        tx,
        PAGE,
        Tuple.of(workspaceId, after, limit),
        row -> new Entry(row.getUUID("id"), row.getBoolean("is_new")));
  }

  void print(SqlConnection tx, UUID id) {
    Rows.update(tx, PRINT, Tuple.of(id));
  }

  long count(SqlConnection tx, UUID workspaceId) {
    return Rows.first(tx, COUNT, Tuple.of(workspaceId), row -> row.getLong("documents")).orElse(0L);
  }

  List<Group> groups(SqlConnection tx, UUID workspaceId, String after, int limit) {
    return Rows.list(
        tx,
        GROUPS,
        Tuple.of(workspaceId, after, limit),
        row ->
            new Group(
                row.getString("fingerprint"),
                List.of(row.getArrayOfUUIDs("ids")),
                List.of(row.getArrayOfStrings("names"))));
  }
}
