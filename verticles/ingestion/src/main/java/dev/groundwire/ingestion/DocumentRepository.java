package dev.groundwire.ingestion;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The {@code document} table as the state machine moves through it. Every step names the version it
 * works for and changes nothing when the document has moved on, is gone, or has ended.
 */
final class DocumentRepository {
  private static final String COLUMNS =
      "id, organization_id, workspace_id, content_id, name, media_type, status, version,"
          + " embedding_model";
  private static final String FIND =
      "SELECT " + COLUMNS + " FROM document WHERE id = $1 AND version = $2";
  private static final String ENTER =
      """
      UPDATE document SET status = $3, updated_at = now()
      WHERE id = $1 AND version = $2 AND status = ANY ($4)
      """;
  private static final String CHUNKED =
      """
      UPDATE document
      SET status = 'embedding', chunks = $3, text_length = $4, language = $5, embedding_model = $6,
          media_type = $7, updated_at = now()
      WHERE id = $1 AND version = $2 AND status IN ('parsing', 'chunking')
      """;
  private static final String FAIL =
      """
      UPDATE document SET status = 'failed', error = $3, chunks = 0, updated_at = now()
      WHERE id = $1 AND version = $2 AND status NOT IN ('ready', 'failed')
      """;
  private static final String RESTART =
      """
      UPDATE document
      SET status = 'received', version = version + 1, error = NULL, updated_at = now()
      WHERE id = $1 AND version = $2
      RETURNING version
      """;

  private static final String RESTART_FAILED =
      """
      UPDATE document
      SET status = 'received', version = version + 1, error = NULL, updated_at = now()
      WHERE id = $1 AND version = $2 AND status = 'failed'
      RETURNING version
      """;

  /** Under way by its row, but with no fact anywhere that would move it on. */
  private static final String STUCK =
      "SELECT "
          + COLUMNS
          + """

          FROM document d
          WHERE status NOT IN ('ready', 'failed')
            AND updated_at < now() - $1 * interval '1 millisecond'
            AND NOT EXISTS (
              SELECT FROM outbox o WHERE o.key = d.id::text AND o.published_at IS NULL)
            AND NOT EXISTS (
              SELECT FROM event_delivery e WHERE e.key = d.id::text AND e.state = 'waiting')
          ORDER BY id LIMIT $2
          """;

  /**
   * Three ranges of an index, mostly empty; an inequality would read the whole table. What has the
   * vectors of the current generation beside its own is found.
   */
  static final String OF_OTHER_MODEL =
      "SELECT "
          + COLUMNS
          + """

          FROM document
          WHERE status = 'ready'
            AND (embedding_model < $1 OR (embedding_model > $1 AND embedding_model < $2)
              OR embedding_model > $2)
            AND (SELECT count(*) FROM chunk_vector v WHERE v.document_id = document.id
              AND v.version = document.version AND v.generation = $3) < greatest(chunks, 1)
          ORDER BY id LIMIT $4
          """;

  /** Empty when it is gone or of another version. */
  Optional<Document> find(SqlConnection tx, UUID id, int version) {
    return Rows.first(tx, FIND, Tuple.of(id, version), DocumentRepository::read);
  }

  /** Never backwards: an event that is delivered again must not undo what followed it. */
  boolean enter(SqlConnection tx, UUID id, int version, DocumentStatus status) {
    String[] before =
        switch (status) {
          case PARSING -> new String[] {"received", "parsing", "chunking"};
          case CHUNKING -> new String[] {"parsing", "chunking"};
          case EMBEDDING, INDEXING -> new String[] {"embedding"};
          case READY -> new String[] {"indexing"};
          case RECEIVED, FAILED -> throw new IllegalArgumentException("not entered: " + status);
        };
    return Rows.update(tx, ENTER, Tuple.of(id, version, status.text(), before)) == 1;
  }

  boolean chunked(SqlConnection tx, Document document, ChunkedText text, String model) {
    return Rows.update(
            tx,
            CHUNKED,
            Tuple.of(
                document.id(),
                document.version(),
                text.chunks().size(),
                text.parsed().text().length(),
                text.parsed().language().orElse(null),
                model,
                text.parsed().mediaType()))
        == 1;
  }

  boolean fail(SqlConnection tx, UUID id, int version, String reason) {
    return Rows.update(tx, FAIL, Tuple.of(id, version, reason)) == 1;
  }

  /** Its new version; empty when it is gone or of another version. */
  Optional<Integer> restart(SqlConnection tx, UUID id, int version) {
    return Rows.first(tx, RESTART, Tuple.of(id, version), row -> row.getInteger("version"));
  }

  /** Its new version; empty when it is gone, of another version, or has not failed. */
  Optional<Integer> restartFailed(SqlConnection tx, UUID id, int version) {
    return Rows.first(tx, RESTART_FAILED, Tuple.of(id, version), row -> row.getInteger("version"));
  }

  List<Document> stuck(SqlConnection tx, Duration silentFor, int limit) {
    return Rows.list(tx, STUCK, Tuple.of(silentFor.toMillis(), limit), DocumentRepository::read);
  }

  /**
   * Those that are not found by meaning: neither cut for a model of these nor made for it later.
   *
   * @param live one or two, the current one first
   */
  List<Document> ofOtherModel(SqlConnection tx, List<Generation> live, int limit) {
    List<String> models = live.stream().map(Generation::model).sorted().toList();
    return Rows.list(
        tx,
        OF_OTHER_MODEL,
        Tuple.of(models.getFirst(), models.getLast(), live.getFirst().id(), limit),
        DocumentRepository::read);
  }

  /** Of a row with all columns of a {@link Document}. */
  static Document read(Row row) {
    return new Document(
        row.getUUID("id"),
        new Tenant(row.getUUID("organization_id"), row.getUUID("workspace_id")),
        row.getUUID("content_id"),
        row.getString("name"),
        row.getString("media_type"),
        DocumentStatus.of(row.getString("status")),
        row.getInteger("version"),
        Objects.requireNonNullElse(row.getString("embedding_model"), ""));
  }
}
