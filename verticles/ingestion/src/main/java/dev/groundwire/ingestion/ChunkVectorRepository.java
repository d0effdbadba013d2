package dev.groundwire.ingestion;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The {@code chunk_vector} table: vectors of further generations. */
final class ChunkVectorRepository {
  private static final String SEARCHABLE =
      """
       FROM document d JOIN chunk c ON c.document_id = d.id AND c.version = d.version
      WHERE d.status IN ('indexing', 'ready')
        AND (c.embedding_model IS NULL OR c.embedding_model <> $2)
        AND NOT EXISTS (SELECT FROM chunk_vector v WHERE v.chunk_id = c.id AND v.generation = $1)
      """;
  private static final String NEXT =
      "SELECT c.id, c.document_id, c.text"
          + SEARCHABLE
          + " AND ($3::uuid IS NULL OR d.id >= $3::uuid) ORDER BY d.id, c.ordinal LIMIT $4";
  private static final String COUNT = "SELECT count(*) AS chunks" + SEARCHABLE;
  private static final String ANY = "SELECT 1 AS one" + SEARCHABLE + " LIMIT 1";
  private static final String OF_VERSION =
      """
      SELECT c.id, c.document_id, c.text FROM chunk c
      WHERE c.document_id = $3 AND c.version = $4 AND c.embedding_model <> $2
        AND NOT EXISTS (SELECT FROM chunk_vector v WHERE v.chunk_id = c.id AND v.generation = $1)
      ORDER BY c.ordinal LIMIT $5
      """;

  /** Before their chunks, as a deletion takes them: no deadlock. */
  private static final String HOLD =
      "SELECT id FROM document WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE";

  private static final String ADD =
      """
      INSERT INTO chunk_vector (chunk_id, generation, organization_id, document_id, version, vector)
      SELECT c.id, $2, c.organization_id, c.document_id, c.version, $3 FROM chunk c WHERE c.id = $1
      FOR KEY SHARE OF c
      ON CONFLICT DO NOTHING
      """;
  private static final String REMOVE =
      """
      DELETE FROM chunk_vector WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM chunk_vector WHERE generation = $1 LIMIT $2))
      """;

  /** A document whose own vectors are retired, and that has all those of another generation. */
  private static final String LEAVING =
      """
      SELECT d.id FROM document d
      WHERE d.status = 'ready' AND d.embedding_model = $1 AND NOT EXISTS (
        SELECT FROM chunk c WHERE c.document_id = d.id AND c.version = d.version AND NOT EXISTS (
          SELECT FROM chunk_vector v WHERE v.chunk_id = c.id AND v.generation = $2))
      ORDER BY d.id LIMIT $3 FOR UPDATE OF d
      """;

  private static final String MOVE =
      """
      WITH moved AS (
        DELETE FROM chunk_vector v USING document d
        WHERE d.id = ANY ($1) AND v.document_id = d.id AND v.version = d.version
          AND v.generation = $2
        RETURNING v.chunk_id, v.vector)
      UPDATE chunk c SET embedding = moved.vector, embedding_model = $3
      FROM moved WHERE c.id = moved.chunk_id
      """;
  private static final String RENAME =
      "UPDATE document SET embedding_model = $2, updated_at = now() WHERE id = ANY ($1)";

  /** A chunk that waits for a vector. */
  record Pending(UUID id, UUID documentId, String text) {}

  /** Of documents that can be found, in the order of their ids from that one on. */
  List<Pending> next(SqlConnection tx, Generation generation, @Nullable UUID from, int limit) {
    return Rows.list(
        tx,
        NEXT,
        Tuple.of(generation.id(), generation.model(), from, limit),
        ChunkVectorRepository::read);
  }

  long count(SqlConnection tx, Generation generation) {
    return Rows.first(
            tx, COUNT, Tuple.of(generation.id(), generation.model()), row -> row.getLong("chunks"))
        .orElse(0L);
  }

  /** Whether any chunk that can be found has no vector of it. */
  boolean lacks(SqlConnection tx, Generation generation) {
    return Rows.first(
            tx, ANY, Tuple.of(generation.id(), generation.model()), row -> row.getInteger("one"))
        .isPresent();
  }

  List<Pending> ofVersion(SqlConnection tx, Generation generation, Document document, int limit) {
    return Rows.list(
        tx,
        OF_VERSION,
        Tuple.of(generation.id(), generation.model(), document.id(), document.version(), limit),
        ChunkVectorRepository::read);
  }

  /** Chunks that are gone meanwhile are left out, and those that have one keep theirs. */
  int add(SqlConnection tx, Generation generation, List<Pending> chunks, List<float[]> vectors) {
    UUID[] ids = chunks.stream().map(Pending::documentId).distinct().toArray(UUID[]::new);
    Rows.list(tx, HOLD, Tuple.of((Object) ids), row -> row);
    List<Tuple> rows = new ArrayList<>(chunks.size());
    for (int i = 0; i < chunks.size(); i++) {
      rows.add(
          Tuple.of(
              chunks.get(i).id(), generation.id(), ChunkRepository.littleEndian(vectors.get(i))));
    }
    return Rows.batch(tx, ADD, rows);
  }

  int remove(SqlConnection tx, Generation generation, int most) {
    return Rows.update(tx, REMOVE, Tuple.of(generation.id(), most));
  }

  /**
   * The vectors of one generation take the place of retired ones in the chunks themselves.
   *
   * @return documents that are as they will be now
   */
  int move(SqlConnection tx, Generation retired, Generation current, int most) {
    List<UUID> documents =
        Rows.list(
            tx, LEAVING, Tuple.of(retired.model(), current.id(), most), row -> row.getUUID("id"));
    if (!documents.isEmpty()) {
      Object ids = documents.toArray(UUID[]::new);
      Rows.update(tx, MOVE, Tuple.of(ids, current.id(), current.model()));
      Rows.update(tx, RENAME, Tuple.of(ids, current.model()));
    }
    return documents.size();
  }

  private static Pending read(Row row) {
    return new Pending(row.getUUID("id"), row.getUUID("document_id"), row.getString("text"));
  }
}
