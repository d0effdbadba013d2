package dev.groundwire.ingestion;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** Reads the {@code document_part} table: the original bytes, a part of 1 MiB at a time. */
final class ContentRepository {
  private static final String PART =
      "SELECT bytes FROM document_part WHERE content_id = $1 AND part_no = $2";

  /** Empty behind the last part. */
  Optional<Buffer> part(SqlConnection tx, UUID contentId, int number) {
    return Rows.first(tx, PART, Tuple.of(contentId, number), row -> row.getBuffer("bytes"));
  }
}
