package dev.groundwire.ingestion;

import dev.groundwire.bus.ingestion.GenerationState;
import dev.groundwire.bus.ingestion.GenerationView;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The {@code embedding_generation} table. */
final class GenerationRepository {
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock%s(hashtextextended('embedding.generation', 0))";
  private static final String LIST = "SELECT id, model, state FROM embedding_generation";

  /** The current one first. */
  private static final String LIVE =
      LIST + " WHERE state <> 'retired' ORDER BY state <> 'current', id";

  private static final String FIND = LIST + " WHERE id = $1";
  private static final String RETIRED = LIST + " WHERE state = 'retired' ORDER BY id";
  private static final String PUT =
      """
      INSERT INTO embedding_generation AS g (model, dimensions, state) VALUES ($1, $2, $3)
      ON CONFLICT (model) DO UPDATE
      SET state = excluded.state, dimensions = excluded.dimensions, changed_at = now()
      """;
  private static final String ENTER =
      """
      UPDATE embedding_generation SET state = $2, changed_at = now()
      WHERE id = $1 AND state <> $2
      """;
  private static final String COMPARED =
      """
      UPDATE embedding_generation
      SET compared_questions = $2, overlap_at_10 = $3, compared_at = now()
      WHERE id = $1
      """;
  private static final String FORGET =
      """
      DELETE FROM embedding_generation g
      WHERE state = 'retired' AND model <> ALL ($1)
        AND NOT EXISTS (SELECT FROM document d
          WHERE d.status = 'ready' AND d.embedding_model = g.model)
        AND NOT EXISTS (SELECT FROM chunk_vector v WHERE v.generation = g.id)
      """;
  private static final String VIEWS =
      """
      SELECT g.*, s.chunks, s.chunks - s.found AS missing
      FROM embedding_generation g
      CROSS JOIN LATERAL (
        SELECT count(*) AS chunks,
          count(*) FILTER (WHERE c.embedding_model = g.model OR EXISTS (
            SELECT FROM chunk_vector v WHERE v.chunk_id = c.id AND v.generation = g.id)) AS found
        FROM document d JOIN chunk c ON c.document_id = d.id AND c.version = d.version
        WHERE d.status IN ('indexing', 'ready')) s
      ORDER BY g.id
      """;

  /** Until the end of the transaction the current generation stays what it is. */
  void hold(SqlConnection tx) {
    Rows.first(tx, LOCK.formatted("_shared"), Tuple.tuple(), row -> row);
  }

  /** Until the end of the transaction no document becomes searchable. */
  void lock(SqlConnection tx) {
    Rows.first(tx, LOCK.formatted(""), Tuple.tuple(), row -> row);
  }

  List<Generation> live(SqlConnection tx) {
    return Rows.list(tx, LIVE, Tuple.tuple(), GenerationRepository::read);
  }

  Optional<Generation> current(SqlConnection tx) {
    return live(tx).stream().filter(each -> each.state() == GenerationState.CURRENT).findFirst();
  }

  List<Generation> retired(SqlConnection tx) {
    return Rows.list(tx, RETIRED, Tuple.tuple(), GenerationRepository::read);
  }

  Optional<Generation> find(SqlConnection tx, int id) {
    return Rows.first(tx, FIND, Tuple.of(id), GenerationRepository::read);
  }

  void put(SqlConnection tx, String model, int dimensions, GenerationState state) {
    Rows.update(tx, PUT, Tuple.of(model, dimensions, state.text()));
  }

  void enter(SqlConnection tx, int id, GenerationState state) {
    Rows.update(tx, ENTER, Tuple.of(id, state.text()));
  }

  /**
   * The current one is complete from now on, and the other one current. Never two of a kind at a
   * time: the indexes look after each statement.
   */
  void exchange(SqlConnection tx, Optional<Generation> current, Generation next) {
    enter(tx, next.id(), GenerationState.RETIRED);
    current.ifPresent(old -> enter(tx, old.id(), GenerationState.COMPLETE));
    enter(tx, next.id(), GenerationState.CURRENT);
  }

  /** Retired ones of which nothing is left, unless the embedding room still has the model. */
  int forget(SqlConnection tx, Set<String> served) {
    return Rows.update(tx, FORGET, Tuple.of((Object) served.toArray(String[]::new)));
  }

  void compared(SqlConnection tx, int id, int questions, double overlap) {
    Rows.update(tx, COMPARED, Tuple.of(id, questions, overlap));
  }

  /**
   * With what they lack: reads all chunks.
   *
   * @param served models that the embedding room has
   */
  List<GenerationView> views(SqlConnection tx, Set<String> served) {
    return Rows.list(tx, VIEWS, Tuple.tuple(), row -> view(row, served));
  }

  private static GenerationView view(Row row, Set<String> served) {
    return new GenerationView(
        row.getInteger("id"),
        row.getString("model"),
        row.getInteger("dimensions"),
        GenerationState.of(row.getString("state")),
        served.contains(row.getString("model")),
        row.getLong("chunks"),
        row.getLong("missing"),
        Optional.ofNullable(row.getOffsetDateTime("compared_at"))
            .map(at ->
                new GenerationView.Compared(
                    row.getInteger("compared_questions"),
                    row.getDouble("overlap_at_10"),
                    at.toInstant())),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("changed_at").toInstant());
  }

  private static Generation read(Row row) {
    return new Generation(
        row.getInteger("id"), row.getString("model"), GenerationState.of(row.getString("state")));
  }
}
