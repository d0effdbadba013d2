package dev.groundwire.retrieval.pgvector;

import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.retrieval.index.IndexHit;
import dev.groundwire.retrieval.index.IndexQuery;
import dev.groundwire.retrieval.index.ModelVector;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/** The nearest vectors. All have the length 1, so their inner product is the cosine. */
final class DenseRepository {
  /** The vectors of passages, and those beside them: a model may have its own in both. */
  private static final List<String> TABLES = List.of("passage", "passage_vector");

  private static final String PASSAGES = "FROM %s p WHERE p.space = %d AND %s";

  /** One by one, over what the conditions leave. */
  List<IndexHit> exact(SqlConnection tx, IndexQuery query, int space, ModelVector vector) {
    Statement statement = new Statement();
    String near = statement.parameter(VectorText.of(vector.values())) + "::vector";
    String limit = statement.parameter(query.candidates());
    statement.add("SELECT chunk_id, analyzer, score FROM (");
    for (String table : TABLES) {
      // No graph is over whole vectors, so none can be taken for this order.
      statement
          .add(table.equals(TABLES.getFirst()) ? "(" : "UNION ALL (")
          .add("SELECT p.chunk_id, p.analyzer, -(p.vector <#> " + near + ") AS score")
          .add(PASSAGES.formatted(table, space, Conditions.of(statement, query)))
          .add("ORDER BY p.vector <#> " + near)
          .add("LIMIT " + limit + ")");
    }
    statement.add(") found ORDER BY score DESC, chunk_id LIMIT " + limit);
    return list(tx, statement);
  }

  /** By the graph over halved numbers, then in the order of the whole ones. */
  List<IndexHit> near(SqlConnection tx, IndexQuery query, int space, ModelVector vector) {
    int dimensions = vector.values().length;
    Statement statement = new Statement();
    String near = statement.parameter(VectorText.of(vector.values())) + "::vector";
    String limit = statement.parameter(query.candidates());
    statement.add("SELECT chunk_id, analyzer, -(vector <#> " + near + ") AS score FROM (");
    for (String table : TABLES) {
      statement
          .add(table.equals(TABLES.getFirst()) ? "(" : "UNION ALL (")
          .add("SELECT p.chunk_id, p.analyzer, p.vector")
          .add(PASSAGES.formatted(table, space, Conditions.of(statement, query)))
          .add(
              "ORDER BY p.vector::halfvec(%d) <#> %s::halfvec(%d)"
                  .formatted(dimensions, near, dimensions))
          .add("LIMIT " + limit + ")");
    }
    statement.add(") nearest ORDER BY score DESC, chunk_id LIMIT " + limit);
    return list(tx, statement);
  }

  static List<IndexHit> list(SqlConnection tx, Statement statement) {
    return Rows.list(tx, statement.text(), statement.values(), DenseRepository::read);
  }

  private static IndexHit read(Row row) {
    return new IndexHit(row.getUUID("chunk_id"), row.getDouble("score"), row.getString("analyzer"));
  }
}
