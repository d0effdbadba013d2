package dev.groundwire.ingestion;

import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.Stream;

/** Where all documents of the {@code document} table stand. */
final class StandingRepository {
  /** Read from an index alone; counting ends somewhere all the same. */
  private static final String BY_STATUS =
      """
      SELECT s.status, counted.documents
      FROM unnest($1::text[]) AS s (status)
      CROSS JOIN LATERAL (
        SELECT count(*) AS documents
        FROM (SELECT FROM document d WHERE d.status = s.status LIMIT 1000000) AS some_of_them
      ) AS counted
      """;

  private static final String OLDEST_UNFINISHED =
      """
      SELECT greatest(0, extract(epoch FROM now() - updated_at))::float8 AS seconds
      FROM document
      WHERE status NOT IN ('ready', 'failed')
      ORDER BY updated_at
      LIMIT 1
      """;

  /** At most a million are counted. */
  record Count(String status, long documents) {}

  List<Count> byStatus(SqlConnection tx) {
    return Rows.list(
        tx,
        BY_STATUS,
        Tuple.of((Object) statuses().toArray(String[]::new)),
        row -> new Count(row.getString("status"), row.getLong("documents")));
  }

  /** Since the one that has waited longest moved on; 0 when none is under way. */
  double oldestUnfinishedSeconds(SqlConnection tx) {
    return Rows.first(tx, OLDEST_UNFINISHED, Tuple.tuple(), row -> row.getDouble("seconds"))
        .orElse(0.0);
  }

  static List<String> statuses() {
    return Stream.of(DocumentStatus.values()).map(DocumentStatus::text).toList();
  }
}
