package dev.groundwire.gateway.documents;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** The table {@code document_part}. Callers own the transaction. */
final class DocumentPartRepository {
  private static final String ADD =
      """
      INSERT INTO document_part (organization_id, content_id, part_no, bytes)
      VALUES ($1, $2, $3, $4)
      """;
  private static final String FIND =
      "SELECT bytes FROM document_part WHERE content_id = $1 AND part_no = $2";
  private static final String REMOVE = "DELETE FROM document_part WHERE content_id = $1";

  /** By the youngest part: an upload that is still running is not touched. */
  private static final String REMOVE_ORPHANS =
      """
      DELETE FROM document_part
      WHERE content_id IN (
        SELECT p.content_id
        FROM document_part p
        WHERE NOT EXISTS (SELECT 1 FROM document d WHERE d.content_id = p.content_id)
        GROUP BY p.content_id
        HAVING max(p.created_at) < $1
        LIMIT $2)
      """;

  Future<Void> add(
      SqlConnection tx, UUID organizationId, UUID contentId, int partNo, Buffer bytes) {
    return tx.preparedQuery(ADD)
        .execute(Tuple.of(organizationId, contentId, partNo, bytes))
        .mapEmpty();
  }

  Future<Optional<Buffer>> find(SqlConnection tx, UUID contentId, int partNo) {
    return tx.preparedQuery(FIND)
        .execute(Tuple.of(contentId, partNo))
        .map(rows ->
            rows.size() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next().getBuffer("bytes")));
  }

  Future<Void> remove(SqlConnection tx, UUID contentId) {
    return tx.preparedQuery(REMOVE).execute(Tuple.of(contentId)).mapEmpty();
  }

  /** Contents without a document whose last part is older than that, a number of them at most. */
  Future<Integer> removeOrphans(SqlConnection tx, Instant before, int most) {
    return tx.preparedQuery(REMOVE_ORPHANS)
        .execute(Tuple.of(before.atOffset(ZoneOffset.UTC), most))
        .map(SqlResult::rowCount);
  }
}
