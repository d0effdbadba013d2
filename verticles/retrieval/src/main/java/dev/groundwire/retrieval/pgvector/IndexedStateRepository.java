package dev.groundwire.retrieval.pgvector;

import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.retrieval.index.IndexedState;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is indexed of each document. */
final class IndexedStateRepository {
  private static final String STATES =
      """
      SELECT document_id, version, chunks,
        coalesce((SELECT max(model COLLATE "C") FROM vector_space WHERE id = ANY(spaces)), '') AS model,
        coalesce((SELECT string_agg(s.model || ' ', '' ORDER BY s.model COLLATE "C")
          FROM vector_space s WHERE s.id IN (
            SELECT v.space FROM passage_vector v WHERE v.document_id = counted.document_id)), '')
          AS further
      FROM (
        SELECT document_id, max(version) AS version, count(*)::int AS chunks,
               array_agg(DISTINCT space) AS spaces
        FROM passage WHERE %s
        GROUP BY document_id ORDER BY document_id LIMIT $2) counted
      ORDER BY document_id
      """;
  private static final String FIND = STATES.formatted("document_id = $1");
  private static final String LIST =
      STATES.formatted("document_id > coalesce($1, '00000000-0000-0000-0000-000000000000'::uuid)");

  /** Of the statistics that the server keeps anyway. */
  private static final String PASSAGES =
      "SELECT greatest(reltuples, 0)::int AS passages FROM pg_class WHERE oid ="
          + " 'passage'::regclass";

  Optional<IndexedState> find(SqlConnection tx, UUID documentId) {
    return Rows.first(tx, FIND, Tuple.of(documentId, 1), IndexedStateRepository::read);
  }

  List<IndexedState> list(SqlConnection tx, Optional<UUID> after, int limit) {
    return Rows.list(tx, LIST, Tuple.of(after.orElse(null), limit), IndexedStateRepository::read);
  }

  /** About how many there are. */
  int passages(SqlConnection tx) {
    return Rows.first(tx, PASSAGES, Tuple.tuple(), row -> row.getInteger("passages")).orElse(0);
  }

  private static IndexedState read(Row row) {
    return new IndexedState(
        row.getUUID("document_id"),
        row.getInteger("version"),
        row.getInteger("chunks"),
        row.getString("model"),
        row.getString("further"));
  }
}
