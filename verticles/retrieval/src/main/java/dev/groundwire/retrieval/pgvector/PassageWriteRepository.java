package dev.groundwire.retrieval.pgvector;

import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.retrieval.index.IndexedDocument;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the tables {@code passage} and {@code posting}. */
final class PassageWriteRepository {
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('retrieval.document.' || $1, 0))";
  private static final String VERSION =
      "SELECT coalesce(max(version), 0) AS version FROM passage WHERE document_id = $1";
  private static final String REMOVE = "DELETE FROM passage WHERE document_id = $1";

  /** Without chunks that are gone meanwhile; the others stay until the end of this transaction. */
  private static final String ADD =
      """
      INSERT INTO passage (chunk_id, organization_id, workspace_id, document_id, version, analyzer,
        tags, created_at, words, space, vector)
      SELECT c.id, $1, $2, $3, $4, $5, $6, $7, n.words, n.space, n.vector::vector
      FROM unnest($8::uuid[], $9::int[], $10::int[], $11::text[]) n (id, words, space, vector)
      JOIN chunk c ON c.id = n.id
      FOR KEY SHARE OF c
      RETURNING chunk_id, number
      """;

  private static final String REMOVE_FURTHER = "DELETE FROM passage_vector WHERE document_id = $1";

  /** Beside passages that are there; they have what all vectors of a chunk share. */
  private static final String ADD_FURTHER =
      """
      INSERT INTO passage_vector (chunk_id, space, organization_id, workspace_id, document_id,
        analyzer, tags, created_at, vector)
      SELECT p.chunk_id, n.space, p.organization_id, p.workspace_id, p.document_id,
        p.analyzer, p.tags, p.created_at, n.vector::vector
      FROM unnest($1::uuid[], $2::int[], $3::text[]) n (id, space, vector)
      JOIN passage p ON p.chunk_id = n.id
      FOR KEY SHARE OF p
      ON CONFLICT DO NOTHING
      """;

  private static final String ADD_POSTINGS =
      """
      INSERT INTO posting (term, passage, organization_id, times, words)
      SELECT n.term, n.passage, $1, n.times, n.words
      FROM unnest($2::bigint[], $3::bigint[], $4::int[], $5::int[]) n (term, passage, times, words)
      ORDER BY n.term, n.passage
      """;

  /**
   * A chunk ready to be written.
   *
   * @param terms how often each is in it
   * @param words of it in all
   */
  record NewPassage(
      UUID chunkId, Map<Long, Integer> terms, int words, @Nullable Integer space, String vector) {}

  /** Until the end of the transaction no other node writes this document. */
  void lock(SqlConnection tx, UUID documentId) {
    Rows.first(tx, LOCK, Tuple.of(documentId.toString()), row -> row);
  }

  /** Of what is indexed; 0 for nothing. */
  int version(SqlConnection tx, UUID documentId) {
    return Rows.first(tx, VERSION, Tuple.of(documentId), row -> row.getInteger("version"))
        .orElse(0);
  }

  void remove(SqlConnection tx, UUID documentId) {
    Rows.update(tx, REMOVE, Tuple.of(documentId));
  }

  void add(SqlConnection tx, IndexedDocument document, String analyzer, List<NewPassage> passages) {
    Tuple row =
        Tuple.of(
            document.tenant().organizationId(),
            document.tenant().workspaceId(),
            document.documentId(),
            document.version(),
            analyzer,
            document.tags().toArray(String[]::new));
    row.addValue(document.createdAt().atOffset(ZoneOffset.UTC));
    row.addValue(passages.stream().map(NewPassage::chunkId).toArray(UUID[]::new));
    row.addValue(passages.stream().map(NewPassage::words).toArray(Integer[]::new));
    row.addValue(passages.stream().map(NewPassage::space).toArray(Integer[]::new));
    row.addValue(
        passages.stream()
            .map(each -> each.space() == null ? null : each.vector())
            .toArray(String[]::new));
    Map<UUID, Long> numbers = new HashMap<>();
    Rows.list(
        tx, ADD, row, added -> numbers.put(added.getUUID("chunk_id"), added.getLong("number")));
    addPostings(tx, document, passages, numbers);
  }

  /** A vector of a chunk beside its own. */
  record FurtherVector(UUID chunkId, int space, String vector) {}

  void removeFurther(SqlConnection tx, UUID documentId) {
    Rows.update(tx, REMOVE_FURTHER, Tuple.of(documentId));
  }

  void addFurther(SqlConnection tx, List<FurtherVector> vectors) {
    if (!vectors.isEmpty()) {
      Rows.update(
          tx,
          ADD_FURTHER,
          Tuple.of(
              vectors.stream().map(FurtherVector::chunkId).toArray(UUID[]::new),
              vectors.stream().map(FurtherVector::space).toArray(Integer[]::new),
              vectors.stream().map(FurtherVector::vector).toArray(String[]::new)));
    }
  }

  private static void addPostings(
      SqlConnection tx,
      IndexedDocument document,
      List<NewPassage> passages,
      Map<UUID, Long> numbers) {
    List<Long> terms = new ArrayList<>();
    List<Long> places = new ArrayList<>();
    List<Integer> times = new ArrayList<>();
    List<Integer> words = new ArrayList<>();
    for (NewPassage passage : passages) {
      Long number = numbers.get(passage.chunkId());
      if (number != null) {
        passage
            .terms()
            .forEach((term, count) -> {
              terms.add(term);
              places.add(number);
              times.add(count);
              words.add(passage.words());
            });
      }
    }
    if (!terms.isEmpty()) {
      Rows.update(
          tx,
          ADD_POSTINGS,
          Tuple.of(
              document.tenant().organizationId(),
              terms.toArray(Long[]::new),
              places.toArray(Long[]::new),
              times.toArray(Integer[]::new),
              words.toArray(Integer[]::new)));
    }
  }
}
