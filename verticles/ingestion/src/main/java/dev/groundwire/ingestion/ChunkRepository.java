package dev.groundwire.ingestion;

import dev.groundwire.bus.ingestion.ChunkView;
import dev.groundwire.ingestion.chunk.Chunk;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The {@code chunk} and {@code document_text} tables. */
final class ChunkRepository {
  private static final int ROWS_PER_BATCH = 500;
  private static final String REMOVE = "DELETE FROM chunk WHERE document_id = $1";
  private static final String REMOVE_VERSION =
      "DELETE FROM chunk WHERE document_id = $1 AND version = $2";
  private static final String REMOVE_TEXT = "DELETE FROM document_text WHERE document_id = $1";
  private static final String ADD_TEXT =
      "INSERT INTO document_text (document_id, organization_id, text) VALUES ($1, $2, $3)";
  private static final String ADD =
      """
      INSERT INTO chunk (id, organization_id, workspace_id, document_id, version, ordinal, page,
        start_offset, end_offset, section, text, tokens)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      """;
  private static final String WITHOUT_VECTOR =
      """
      SELECT id, ordinal, text FROM chunk
      WHERE document_id = $1 AND version = $2 AND ordinal > $3 AND embedding IS NULL
      ORDER BY ordinal LIMIT $4
      """;
  private static final String COUNT_WITH_VECTOR =
      """
      SELECT count(*) AS done FROM chunk
      WHERE document_id = $1 AND version = $2 AND embedding IS NOT NULL
      """;
  private static final String SET_VECTOR =
      "UPDATE chunk SET embedding = $2, embedding_model = $3 WHERE id = $1";
  private static final String LIST =
      """
      SELECT c.id, c.ordinal, c.page, c.start_offset, c.end_offset, c.section, c.text
      FROM chunk c JOIN document d ON d.id = c.document_id AND d.version = c.version
      WHERE c.document_id = $1 AND c.ordinal > $2
      ORDER BY c.ordinal LIMIT $3
      """;

  /** A chunk that waits for its vector. */
  record Pending(UUID id, int ordinal, String text) {}

  private final Supplier<UUID> ids;

  ChunkRepository(Supplier<UUID> ids) {
    this.ids = ids;
  }

  void removeText(SqlConnection tx, UUID documentId) {
    Rows.update(tx, REMOVE_TEXT, Tuple.of(documentId));
  }

  /** Those of one version. */
  void removeVersion(SqlConnection tx, UUID documentId, int version) {
    Rows.update(tx, REMOVE_VERSION, Tuple.of(documentId, version));
  }

  /** Removes text and chunks of every version. */
  void removeAll(SqlConnection tx, UUID documentId) {
    Rows.update(tx, REMOVE, Tuple.of(documentId));
    Rows.update(tx, REMOVE_TEXT, Tuple.of(documentId));
  }

  void add(SqlConnection tx, Document document, ChunkedText text) {
    addText(tx, document, text.parsed().text());
    addChunks(tx, document, text.chunks());
  }

  void addText(SqlConnection tx, Document document, String text) {
    Rows.update(tx, ADD_TEXT, Tuple.of(document.id(), document.tenant().organizationId(), text));
  }

  /** Of the document's version. */
  void addChunks(SqlConnection tx, Document document, List<Chunk> chunks) {
    List<Tuple> rows = new ArrayList<>();
    for (Chunk chunk : chunks) {
      rows.add(row(document, chunk));
      if (rows.size() == ROWS_PER_BATCH) {
        Rows.batch(tx, ADD, rows);
        rows.clear();
      }
    }
    Rows.batch(tx, ADD, rows);
  }

  private Tuple row(Document document, Chunk chunk) {
    return Tuple.from(
        new @Nullable Object[] {
          ids.get(),
          document.tenant().organizationId(),
          document.tenant().workspaceId(),
          document.id(),
          document.version(),
          chunk.ordinal(),
          chunk.page().orElse(null),
          chunk.start(),
          chunk.end(),
          chunk.section(),
          chunk.text(),
          chunk.tokens()
        });
  }

  /** In document order, behind {@code after}. */
  List<Pending> withoutVector(SqlConnection tx, Document document, int after, int limit) {
    return Rows.list(
        tx,
        WITHOUT_VECTOR,
        Tuple.of(document.id(), document.version(), after, limit),
        row -> new Pending(row.getUUID("id"), row.getInteger("ordinal"), row.getString("text")));
  }

  int countWithVector(SqlConnection tx, Document document) {
    return Rows.first(
            tx,
            COUNT_WITH_VECTOR,
            Tuple.of(document.id(), document.version()),
            row -> row.getInteger("done"))
        .orElse(0);
  }

  void setVectors(SqlConnection tx, List<Pending> chunks, List<float[]> vectors, String model) {
    List<Tuple> rows = new ArrayList<>(chunks.size());
    for (int i = 0; i < chunks.size(); i++) {
      rows.add(Tuple.of(chunks.get(i).id(), littleEndian(vectors.get(i)), model));
    }
    Rows.batch(tx, SET_VECTOR, rows);
  }

  static Buffer littleEndian(float[] vector) {
    Buffer bytes = Buffer.buffer(vector.length * Float.BYTES);
    for (float component : vector) {
      bytes.appendIntLE(Float.floatToRawIntBits(component));
    }
    return bytes;
  }

  List<ChunkView> list(SqlConnection tx, UUID documentId, int after, int limit) {
    return Rows.list(tx, LIST, Tuple.of(documentId, after, limit), ChunkRepository::read);
  }

  private static ChunkView read(Row row) {
    return new ChunkView(
        row.getUUID("id"),
        row.getInteger("ordinal"),
        Optional.ofNullable(row.getInteger("page")),
        row.getInteger("start_offset"),
        row.getInteger("end_offset"),
        row.getString("section"),
        row.getString("text"));
  }
}
