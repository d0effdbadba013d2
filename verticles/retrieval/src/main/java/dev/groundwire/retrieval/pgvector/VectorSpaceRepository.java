package dev.groundwire.retrieval.pgvector;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** The table {@code vector_space}, and the graph of each. */
final class VectorSpaceRepository {
  private static final String FIND =
      "SELECT id FROM vector_space WHERE model = $1 AND dimensions = $2";
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('retrieval.vector_space', 0))";
  private static final String ADD =
      "INSERT INTO vector_space (model, dimensions) VALUES ($1, $2) RETURNING id";

  private static final String GRAPH = "SELECT 1 FROM pg_class WHERE oid = to_regclass($1)";

  /** Before pgvector 0.8.2 a parallel build can write past its buffer (CVE-2026-3172). */
  private static final String BUILD_ALONE = "SET LOCAL max_parallel_maintenance_workers = 0";

  private final PgvectorConfig config;

  VectorSpaceRepository(PgvectorConfig config) {
    this.config = config;
  }

  Optional<Integer> find(SqlConnection tx, VectorSpace space) {
    return Rows.first(
        tx, FIND, Tuple.of(space.model(), space.dimensions()), row -> row.getInteger("id"));
  }

  /**
   * Its number, and with a new one an empty graph. In the transaction of its first passage: the
   * lock that the graph takes on the table is that transaction's own.
   */
  int findOrAdd(SqlConnection tx, VectorSpace space) {
    return find(tx, space).orElseGet(() -> add(tx, space));
  }

  private int add(SqlConnection tx, VectorSpace space) {
    Rows.first(tx, LOCK, Tuple.tuple(), row -> row);
    return find(tx, space)
        .orElseGet(() -> {
          int id =
              Rows.first(
                      tx,
                      ADD,
                      Tuple.of(space.model(), space.dimensions()),
                      row -> row.getInteger("id"))
                  .orElseThrow();
          Rows.update(tx, BUILD_ALONE, Tuple.tuple());
          Rows.update(tx, graph("passage", id, space.dimensions()), Tuple.tuple());
          return id;
        });
  }

  /** The graph of vectors beside those of passages, unless there is one. */
  void addFurther(SqlConnection tx, int space, int dimensions) {
    Rows.first(tx, LOCK, Tuple.tuple(), row -> row);
    boolean isThere =
        Rows.first(tx, GRAPH, Tuple.of("passage_vector_near_" + space), row -> row.getInteger(0))
            .isPresent();
    if (!isThere) {
      Rows.update(tx, BUILD_ALONE, Tuple.tuple());
      Rows.update(tx, graph("passage_vector", space, dimensions), Tuple.tuple());
    }
  }

  private String graph(String table, int space, int dimensions) {
    return """
    CREATE INDEX %5$s_near_%1$d ON %5$s
    USING hnsw ((vector::halfvec(%2$d)) halfvec_ip_ops) WITH (m = %3$d, ef_construction = %4$d)
    WHERE space = %1$d
    """
        .formatted(space, dimensions, config.hnswLinks(), config.hnswBeam(), table);
  }
}
