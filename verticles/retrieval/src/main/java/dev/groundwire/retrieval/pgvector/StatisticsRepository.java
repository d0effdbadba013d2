package dev.groundwire.retrieval.pgvector;

import dev.groundwire.bus.Tenant;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.retrieval.index.IndexQuery;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Supplier;

/** What BM25 has to know of all passages together. */
final class StatisticsRepository {
  private static final String CORPORA =
      """
      SELECT analyzer, count(*)::int AS passages, sum(words)::bigint AS words FROM passage
      WHERE workspace_id = $1 AND organization_id = $2
      GROUP BY analyzer
      """;

  /** Jumps from one to the next in the index, however many passages there are of each. */
  private static final String ANALYZERS =
      """
      WITH RECURSIVE analyzers (analyzer) AS (
        SELECT (SELECT min(analyzer) FROM passage WHERE workspace_id = $1 AND organization_id = $2)
        UNION ALL
        SELECT (SELECT min(p.analyzer) FROM passage p
                WHERE p.workspace_id = $1 AND p.organization_id = $2 AND p.analyzer > a.analyzer)
        FROM analyzers a WHERE a.analyzer IS NOT NULL)
      SELECT analyzer FROM analyzers WHERE analyzer IS NOT NULL
      """;

  private static final String FREQUENCIES =
      """
      SELECT term, count(*)::int AS passages FROM posting
      WHERE term = ANY($1::bigint[]) AND
      """
          + NotedRemovalRepository.OF_WHAT_IS_THERE
          + " GROUP BY term";

  /** Sent now, awaited when asked for. */
  Supplier<List<String>> analyzers(SqlConnection tx, Tenant tenant) {
    return Rows.send(
        tx,
        ANALYZERS,
        Tuple.of(tenant.workspaceId(), tenant.organizationId()),
        row -> row.getString("analyzer"));
  }

  record Frequency(long term, int passages) {}

  List<Corpus> corpora(SqlConnection tx, Tenant tenant) {
    return Rows.list(
        tx,
        CORPORA,
        Tuple.of(tenant.workspaceId(), tenant.organizationId()),
        row ->
            new Corpus(
                row.getString("analyzer"), row.getInteger("passages"), row.getLong("words")));
  }

  /** In how many passages each term is; sent now, awaited when asked for. */
  Supplier<List<Frequency>> frequencies(SqlConnection tx, Long[] terms) {
    return Rows.send(
        tx,
        FREQUENCIES,
        Tuple.of(terms),
        row -> new Frequency(row.getLong("term"), row.getInteger("passages")));
  }

  /** Passages that a search may find, counted up to a limit. */
  int count(SqlConnection tx, IndexQuery query, int limit) {
    Statement statement = new Statement();
    statement
        .add("SELECT count(*)::int AS passages FROM (SELECT 1 FROM passage p WHERE")
        .add(Conditions.of(statement, query))
        .add("LIMIT " + statement.parameter(limit) + ") counted");
    return Rows.first(tx, statement.text(), statement.values(), row -> row.getInteger("passages"))
        .orElse(0);
  }
}
