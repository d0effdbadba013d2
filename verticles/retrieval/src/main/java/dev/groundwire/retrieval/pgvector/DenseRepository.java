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
  private static final String PASSAGES = "FROM passage p WHERE p.space = %d AND %s";

  /** One by one, over what the conditions leave. */
  List<IndexHit> exact(SqlConnection tx, IndexQuery query, int space, ModelVector vector) {
    Statement statement = new Statement();
    String near = statement.parameter(VectorText.of(vector.values())) + "::vector";
    // No graph is over whole vectors, so none can be taken for this order.
    statement
        .add("SELECT p.chunk_id, p.analyzer, -(p.vector <#> " + near + ") AS score")
        .add(PASSAGES.formatted(space, Conditions.of(statement, query)))
        .add("ORDER BY p.vector <#> " + near)
        .add("LIMIT " + statement.parameter(query.candidates()));
    return list(tx, statement);
  }

  /** By the graph over halved numbers, then in the order of the whole ones. */
  List<IndexHit> near(SqlConnection tx, IndexQuery query, int space, ModelVector vector) {
    int dimensions = vector.values().length;
    Statement statement = new Statement();
    String near = statement.parameter(VectorText.of(vector.values())) + "::vector";
    statement
        .add("SELECT chunk_id, analyzer, -(vector <#> " + near + ") AS score FROM (")
        .add("SELECT p.chunk_id, p.analyzer, p.vector")
        .add(PASSAGES.formatted(space, Conditions.of(statement, query)))
        .add(
            "ORDER BY p.vector::halfvec(%d) <#> %s::halfvec(%d)"
                .formatted(dimensions, near, dimensions))
        .add("LIMIT " + statement.parameter(query.candidates()) + ") nearest")
        .add("ORDER BY score DESC, chunk_id");
    return list(tx, statement);
  }

  static List<IndexHit> list(SqlConnection tx, Statement statement) {
    return Rows.list(tx, statement.text(), statement.values(), DenseRepository::read);
  }

  private static IndexHit read(Row row) {
    return new IndexHit(row.getUUID("chunk_id"), row.getDouble("score"), row.getString("analyzer"));
  }
}
