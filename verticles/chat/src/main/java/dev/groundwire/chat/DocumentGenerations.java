package dev.groundwire.chat;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/**
 * Whether the documents of a workspace are still the same: a fingerprint of which ones can be
 * found, in which version, changed when. It is made from the rows themselves: a counter would have
 * to be locked by whoever changes a document, and the newest time of a change is not the last to
 * commit.
 */
final class DocumentGenerations {
  private static final String OF_WORKSPACE =
      """
      SELECT count(*) AS documents,
             COALESCE(
               bit_xor(uuid_hash_extended(
                 id, version + (EXTRACT(EPOCH FROM updated_at) * 1000000)::bigint)),
               0) AS fingerprint
      FROM document
      WHERE workspace_id = $1 AND status IN ('indexing', 'ready')
      """;

  record Generation(long documents, long fingerprint) {}

  Generation of(SqlClient sql, UUID workspaceId) {
    return Rows.first(
            sql,
            OF_WORKSPACE,
            Tuple.of(workspaceId),
            row -> new Generation(row.getLong("documents"), row.getLong("fingerprint")))
        .orElseThrow();
  }
}
