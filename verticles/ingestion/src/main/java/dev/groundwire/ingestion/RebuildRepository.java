package dev.groundwire.ingestion;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The {@code document_rebuild} table: documents that are made anew beside those that are found. */
final class RebuildRepository {
  private static final String COLUMNS =
      "d.id, d.organization_id, d.workspace_id, d.content_id, d.name, d.media_type, d.status,"
          + " d.version, d.embedding_model";
  private static final String MEANT =
      " FROM document d WHERE d.workspace_id = $1 AND (cardinality($2::uuid[]) = 0 OR d.id = ANY"
          + " ($2))";
  private static final String NEXT =
      "SELECT " + COLUMNS + MEANT + " AND ($3::uuid IS NULL OR d.id > $3) ORDER BY d.id LIMIT 1";
  private static final String COUNT = "SELECT count(*) AS documents" + MEANT;

  /** Locked, so that it stays as it is until the transaction ends. */
  private static final String READY =
      "SELECT "
          + COLUMNS
          + " FROM document d WHERE d.id = $1 AND d.status = 'ready' FOR UPDATE OF d";

  private static final String BEGIN =
      """
      INSERT INTO document_rebuild (document_id, organization_id, version, text, text_length,
        media_type, language, chunks, embedding_model)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      """;
  private static final String FIND =
      """
      SELECT version, chunks, embedding_model,
        (SELECT count(*) FROM chunk c
          WHERE c.document_id = $1 AND c.version = r.version AND c.embedding IS NOT NULL) AS embedded
      FROM document_rebuild r WHERE document_id = $1
      """;
  private static final String FORGET = "DELETE FROM document_rebuild WHERE document_id = $1";
  private static final String TAKE_PLACE =
      """
      UPDATE document d
      SET version = r.version, status = 'indexing', chunks = r.chunks, language = r.language,
        media_type = r.media_type, embedding_model = r.embedding_model,
        text_length = r.text_length, updated_at = now()
      FROM document_rebuild r
      WHERE d.id = $1 AND r.document_id = d.id AND d.status = 'ready' AND d.version + 1 = r.version
      """;
  private static final String TAKE_TEXT =
      """
      INSERT INTO document_text (document_id, organization_id, text)
      SELECT document_id, organization_id, text FROM document_rebuild WHERE document_id = $1
      """;

  /**
   * Those before the one that is being replaced: the one itself may still be found for a moment.
   */
  private static final String SWEEP_OLDER =
      "DELETE FROM chunk WHERE document_id = $1 AND version < $2";

  private static final String SWEEP =
      """
      DELETE FROM chunk WHERE ctid = ANY (ARRAY(
        SELECT c.ctid FROM document d JOIN chunk c ON c.document_id = d.id AND c.version < d.version
        WHERE d.workspace_id = $1 AND d.status = 'ready'
          AND d.updated_at < now() - $2 * interval '1 millisecond'
        LIMIT $3))
      """;
  private static final String UNSWEPT =
      """
      SELECT count(DISTINCT d.id) AS documents
      FROM document d JOIN chunk c ON c.document_id = d.id AND c.version < d.version
      WHERE d.workspace_id = $1
      """;
  private static final String ABANDONED =
      """
      WITH gone AS (
        DELETE FROM document_rebuild r USING document d
        WHERE d.id = r.document_id AND d.workspace_id = $1
          AND r.created_at < now() - $2 * interval '1 millisecond'
        RETURNING r.document_id, r.version)
      DELETE FROM chunk c USING gone, document d
      WHERE c.document_id = gone.document_id AND c.version = gone.version
        AND d.id = gone.document_id AND d.version < gone.version
      """;

  /**
   * What has been made so far.
   *
   * @param embedded chunks that have their vector
   */
  record Rebuild(int version, int chunks, String model, int embedded) {}

  /** In the order of ids. */
  Optional<Document> next(
      SqlConnection tx, UUID workspaceId, List<UUID> meant, @Nullable UUID after) {
    return Rows.first(tx, NEXT, Tuple.of(workspaceId, ids(meant), after), DocumentRepository::read);
  }

  long count(SqlConnection tx, UUID workspaceId, List<UUID> meant) {
    return Rows.first(tx, COUNT, Tuple.of(workspaceId, ids(meant)), row -> row.getLong("documents"))
        .orElse(0L);
  }

  private static Object ids(List<UUID> meant) {
    return meant.toArray(UUID[]::new);
  }

  /** Empty when it is gone, or under way otherwise. */
  Optional<Document> ready(SqlConnection tx, UUID id) {
    return Rows.first(tx, READY, Tuple.of(id), DocumentRepository::read);
  }

  /**
   * @param made the document with its next version
   */
  void begin(SqlConnection tx, Document made, ChunkedText text, String model) {
    Rows.update(
        tx,
        BEGIN,
        Tuple.from(
            new @Nullable Object[] {
              made.id(),
              made.tenant().organizationId(),
              made.version(),
              text.parsed().text(),
              text.parsed().text().length(),
              text.parsed().mediaType(),
              text.parsed().language().orElse(null),
              text.chunks().size(),
              model
            }));
  }

  Optional<Rebuild> find(SqlConnection tx, UUID id) {
    return Rows.first(
        tx,
        FIND,
        Tuple.of(id),
        row ->
            new Rebuild(
                row.getInteger("version"),
                row.getInteger("chunks"),
                row.getString("embedding_model"),
                row.getInteger("embedded")));
  }

  void forget(SqlConnection tx, UUID id) {
    Rows.update(tx, FORGET, Tuple.of(id));
  }

  /** From now on the document is what was made, still to be indexed; its text is to be removed. */
  boolean takePlace(SqlConnection tx, UUID id) {
    return Rows.update(tx, TAKE_PLACE, Tuple.of(id)) == 1;
  }

  void takeText(SqlConnection tx, UUID id) {
    Rows.update(tx, TAKE_TEXT, Tuple.of(id));
  }

  void sweepOlder(SqlConnection tx, UUID id, int version) {
    Rows.update(tx, SWEEP_OLDER, Tuple.of(id, version));
  }

  /** Chunks of documents that have been replaced that long ago; so many at most. */
  int sweep(SqlConnection tx, UUID workspaceId, Duration settled, int most) {
    return Rows.update(tx, SWEEP, Tuple.of(workspaceId, settled.toMillis(), most));
  }

  /** Documents whose replaced chunks are still there. */
  long unswept(SqlConnection tx, UUID workspaceId) {
    return Rows.first(tx, UNSWEPT, Tuple.of(workspaceId), row -> row.getLong("documents"))
        .orElse(0L);
  }

  /** What jobs have begun that were never ended. */
  int removeAbandoned(SqlConnection tx, UUID workspaceId, Duration age) {
    return Rows.update(tx, ABANDONED, Tuple.of(workspaceId, age.toMillis()));
  }
}
