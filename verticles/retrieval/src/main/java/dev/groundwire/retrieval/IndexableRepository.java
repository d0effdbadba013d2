package dev.groundwire.retrieval;

import dev.groundwire.bus.Tenant;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.retrieval.index.IndexedChunk;
import dev.groundwire.retrieval.index.IndexedDocument;
import dev.groundwire.retrieval.index.IndexedState;
import dev.groundwire.retrieval.index.ModelVector;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What of the tables {@code document} and {@code chunk} belongs into the index. */
final class IndexableRepository {
  /** Counted, not taken from the document's row: the index is compared with what there is. */
  private static final String STATE =
      """
      SELECT d.id, d.organization_id, d.workspace_id, d.version, d.name, d.language, d.tags,
             d.created_at, c.chunks, c.model, f.further
      FROM document d
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS chunks, coalesce(max(embedding_model COLLATE "C"), '') AS model
        FROM chunk WHERE document_id = d.id AND version = d.version) c
      CROSS JOIN LATERAL (
        SELECT coalesce(string_agg(whole.model || ' ', '' ORDER BY whole.model COLLATE "C"), '')
          AS further
        FROM (
          SELECT g.model FROM chunk_vector v JOIN embedding_generation g ON g.id = v.generation
          WHERE v.document_id = d.id AND v.version = d.version AND g.state <> 'retired'
          GROUP BY g.model HAVING count(*) = c.chunks) whole) f
      WHERE d.status IN ('indexing', 'ready')
      """;

  private static final String FIND = STATE + "AND d.id = $1";
  private static final String LIST =
      STATE
          + """
          AND ($1::uuid IS NULL OR d.id > $1::uuid)
          ORDER BY d.id LIMIT $2
          """;
  private static final String IDS =
      """
      SELECT id FROM document
      WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id > $2::uuid)
      ORDER BY id LIMIT $3
      """;
  private static final String COUNT =
      "SELECT count(*) AS documents FROM document WHERE workspace_id = $1";
  private static final String KNOWN = "SELECT id FROM document WHERE id = ANY ($1)";
  private static final String IN_MOTION =
      """
      SELECT 1 AS one FROM document
      WHERE id = $1 AND updated_at > now() - make_interval(secs => $2)
      """;
  private static final String CHUNKS =
      """
      SELECT id, ordinal, section, text, embedding, embedding_model FROM chunk
      WHERE document_id = $1 AND version = $2 AND ordinal > $3
      ORDER BY ordinal LIMIT $4
      """;
  private static final String FURTHER =
      """
      SELECT v.chunk_id, g.model, v.vector
      FROM chunk_vector v JOIN embedding_generation g ON g.id = v.generation
      WHERE v.chunk_id = ANY ($1) AND g.model = ANY ($2)
      """;

  /** Of a thousand documents at most: reading all of them is not worth it. */
  private static final String SAMPLE =
      """
      SELECT c.organization_id, c.workspace_id, c.section, left(c.text, 2000) AS text
      FROM (SELECT id, version FROM document WHERE status = 'ready'
            ORDER BY sha256 LIMIT 1000) d
      JOIN chunk c ON c.document_id = d.id AND c.version = d.version
      ORDER BY md5(c.id::text) LIMIT $1
      """;

  private static final String IDS_OF_ALL =
      """
      SELECT id FROM document
      WHERE status IN ('indexing', 'ready') AND ($1::uuid IS NULL OR id > $1::uuid)
      ORDER BY id LIMIT $2
      """;
  private static final String COUNT_OF_ALL =
      "SELECT count(*) AS documents FROM document WHERE status IN ('indexing', 'ready')";

  /** A document that may be found, and what the index should hold of it. */
  record Indexable(IndexedDocument document, IndexedState state) {}

  /** A chunk and its place, from which to read on. */
  record OrderedChunk(int ordinal, IndexedChunk chunk) {
    private OrderedChunk with(List<ModelVector> further) {
      return further.isEmpty()
          ? this
          : new OrderedChunk(
              ordinal,
              new IndexedChunk(
                  chunk.chunkId(), chunk.section(), chunk.text(), chunk.vector(), further));
    }
  }

  /** Empty for one that is gone, failed, or not ready for the index yet. */
  Optional<Indexable> find(SqlConnection tx, UUID documentId) {
    return Rows.first(tx, FIND, Tuple.of(documentId), IndexableRepository::read);
  }

  /** Those behind that id, in the order of ids. */
  List<Indexable> list(SqlConnection tx, Optional<UUID> after, int limit) {
    return Rows.list(tx, LIST, Tuple.of(after.orElse(null), limit), IndexableRepository::read);
  }

  /** Ids of documents of the workspace behind that one, in their order. */
  List<UUID> ids(SqlConnection tx, UUID workspaceId, Optional<UUID> after, int limit) {
    return Rows.list(
        tx, IDS, Tuple.of(workspaceId, after.orElse(null), limit), row -> row.getUUID("id"));
  }

  long count(SqlConnection tx, UUID workspaceId) {
    return Rows.first(tx, COUNT, Tuple.of(workspaceId), row -> row.getLong("documents")).orElse(0L);
  }

  /** Ids of documents of everybody that may be found, behind that one. */
  List<UUID> idsOfAll(SqlConnection tx, Optional<UUID> after, int limit) {
    return Rows.list(tx, IDS_OF_ALL, Tuple.of(after.orElse(null), limit), row -> row.getUUID("id"));
  }

  long countOfAll(SqlConnection tx) {
    return Rows.first(tx, COUNT_OF_ALL, Tuple.tuple(), row -> row.getLong("documents")).orElse(0L);
  }

  /** A chunk to ask for. */
  record Sample(Tenant tenant, String section, String text) {}

  /** Chunks from all over, the same ones as long as there are no others. */
  List<Sample> sample(SqlConnection tx, int limit) {
    return Rows.list(
        tx,
        SAMPLE,
        Tuple.of(limit),
        row ->
            new Sample(
                new Tenant(row.getUUID("organization_id"), row.getUUID("workspace_id")),
                row.getString("section"),
                row.getString("text")));
  }

  /** Those of these documents that there are. */
  List<UUID> known(SqlConnection tx, List<UUID> documentIds) {
    Object ids = documentIds.toArray(UUID[]::new);
    return Rows.list(tx, KNOWN, Tuple.of(ids), row -> row.getUUID("id"));
  }

  /** True when the document changed so recently that an event about it may be under way. */
  boolean isInMotion(SqlConnection tx, UUID documentId, Duration settleTime) {
    double seconds = settleTime.toMillis() / 1_000.0;
    return Rows.first(tx, IN_MOTION, Tuple.of(documentId, seconds), row -> row.getInteger("one"))
        .isPresent();
  }

  /**
   * @param further models, each with a blank behind it, of which vectors are read too
   */
  List<OrderedChunk> chunks(
      SqlConnection tx, UUID documentId, int version, String further, int afterOrdinal, int limit) {
    List<OrderedChunk> chunks =
        Rows.list(
            tx,
            CHUNKS,
            Tuple.of(documentId, version, afterOrdinal, limit),
            IndexableRepository::readChunk);
    if (further.isEmpty()) {
      return chunks;
    }
    Map<UUID, List<ModelVector>> beside = further(tx, chunks, further);
    return chunks.stream()
        .map(each -> each.with(beside.getOrDefault(each.chunk().chunkId(), List.of())))
        .toList();
  }

  private static Map<UUID, List<ModelVector>> further(
      SqlConnection tx, List<OrderedChunk> chunks, String models) {
    Object ids = chunks.stream().map(each -> each.chunk().chunkId()).toArray(UUID[]::new);
    Map<UUID, List<ModelVector>> found = new HashMap<>();
    Rows.list(
        tx,
        FURTHER,
        Tuple.of(ids, (Object) models.split(" ", -1)),
        row ->
            found
                .computeIfAbsent(row.getUUID("chunk_id"), ignored -> new ArrayList<>())
                .add(new ModelVector(row.getString("model"), floats(row.getBuffer("vector")))));
    return found;
  }

  private static Indexable read(Row row) {
    UUID id = row.getUUID("id");
    int version = row.getInteger("version");
    return new Indexable(
        new IndexedDocument(
            new Tenant(row.getUUID("organization_id"), row.getUUID("workspace_id")),
            id,
            version,
            row.getString("name"),
            Optional.ofNullable(row.getString("language")),
            List.of(row.getArrayOfStrings("tags")),
            row.getOffsetDateTime("created_at").toInstant()),
        new IndexedState(
            id,
            version,
            row.getInteger("chunks"),
            row.getString("model"),
            row.getString("further")));
  }

  private static OrderedChunk readChunk(Row row) {
    Buffer embedding = row.getBuffer("embedding");
    return new OrderedChunk(
        row.getInteger("ordinal"),
        new IndexedChunk(
            row.getUUID("id"),
            row.getString("section"),
            row.getString("text"),
            embedding == null
                ? Optional.empty()
                : Optional.of(
                    new ModelVector(row.getString("embedding_model"), floats(embedding)))));
  }

  private static float[] floats(Buffer bytes) {
    float[] values = new float[bytes.length() / Float.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(bytes.getIntLE(i * Float.BYTES));
    }
    return values;
  }
}
