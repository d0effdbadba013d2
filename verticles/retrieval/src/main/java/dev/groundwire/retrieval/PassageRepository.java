package dev.groundwire.retrieval;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The chunks behind hits, as long as their document may be found. */
final class PassageRepository {
  /**
   * Also of the version before: it is there until the index has a document that was rebuilt, and is
   * what the index finds until then. Where a document is begun anew it goes with its status.
   */
  private static final String FIND =
      """
      SELECT c.id, c.document_id, d.name, c.page, c.start_offset, c.end_offset, c.section, c.text
      FROM chunk c
      JOIN document d ON d.id = c.document_id AND d.version >= c.version
      WHERE c.id = ANY($1)
        AND d.workspace_id = $2
        AND d.status IN ('indexing', 'ready')
      """;

  /** A chunk with what a reader needs to find its place. */
  record StoredPassage(
      UUID chunkId,
      UUID documentId,
      String documentName,
      Optional<Integer> page,
      int start,
      int end,
      String section,
      String text) {}

  /** By id; without those that are deleted, of an old version, or of another workspace. */
  Map<UUID, StoredPassage> find(SqlConnection tx, UUID workspaceId, List<UUID> chunkIds) {
    return Rows.list(
            tx, FIND, Tuple.of(chunkIds.toArray(UUID[]::new), workspaceId), PassageRepository::read)
        .stream()
        .collect(Collectors.toMap(StoredPassage::chunkId, Function.identity()));
  }

  private static StoredPassage read(Row row) {
    return new StoredPassage(
        row.getUUID("id"),
        row.getUUID("document_id"),
        row.getString("name"),
        Optional.ofNullable(row.getInteger("page")),
        row.getInteger("start_offset"),
        row.getInteger("end_offset"),
        row.getString("section"),
        row.getString("text"));
  }
}
