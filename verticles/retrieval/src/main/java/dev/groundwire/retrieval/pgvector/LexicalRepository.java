package dev.groundwire.retrieval.pgvector;

import dev.groundwire.retrieval.index.IndexHit;
import dev.groundwire.retrieval.index.IndexQuery;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/** The best passages by BM25, out of the postings. */
final class LexicalRepository {
  private final double lengthless;

  LexicalRepository(PgvectorConfig config) {
    this.lengthless = config.k1() * (1 - config.b());
  }

  /**
   * @param finding words of which a passage has at least one
   * @param weighing words that only weigh what was found; may be none
   * @param weighed how many they weigh
   */
  List<IndexHit> best(
      SqlConnection tx,
      IndexQuery query,
      List<WeighedWord> finding,
      List<WeighedWord> weighing,
      int weighed) {
    Statement statement = new Statement();
    String score =
        "sum(w.weight * o.times / (o.times + %s::float8 + w.length_share * o.words))"
            .formatted(statement.parameter(lengthless));
    String limit = statement.parameter(query.candidates());
    boolean weigh = !weighing.isEmpty();
    statement.add("WITH ");
    boolean narrow = Conditions.isNarrow(query);
    if (narrow) {
      statement
          .add("allowed AS MATERIALIZED (SELECT p.number FROM passage p WHERE")
          .add(Conditions.of(statement, query) + "),");
    }
    statement
        .add("found AS MATERIALIZED (SELECT o.passage, " + score + " AS score")
        .add("FROM " + words(statement, finding) + " JOIN posting o ON o.term = w.term")
        .add(narrow ? "JOIN allowed a ON a.number = o.passage" : notHidden(statement, query))
        .add("GROUP BY o.passage ORDER BY score DESC, o.passage")
        .add(
            "LIMIT " + (weigh ? statement.parameter(Math.max(weighed, query.candidates())) : limit))
        .add(")");
    if (weigh) {
      statement
          .add(", heavy AS (SELECT f.passage, f.score + coalesce((SELECT " + score)
          .add("FROM " + words(statement, weighing))
          .add("JOIN posting o ON o.term = w.term AND o.passage = f.passage), 0) AS score")
          .add("FROM found f ORDER BY 2 DESC, 1 LIMIT " + limit + ")");
    }
    statement
        .add("SELECT p.chunk_id, p.analyzer, h.score")
        .add("FROM " + (weigh ? "heavy" : "found") + " h JOIN passage p ON p.number = h.passage")
        .add("WHERE p.organization_id = " + statement.parameter(query.tenant().organizationId()))
        .add("ORDER BY h.score DESC, p.chunk_id");
    return DenseRepository.list(tx, statement);
  }

  private static String notHidden(Statement statement, IndexQuery query) {
    String there = "WHERE o." + NotedRemovalRepository.OF_WHAT_IS_THERE;
    return query.hidden().isEmpty()
        ? there
        : there
            + " AND o.passage NOT IN (SELECT p.number FROM passage p WHERE p.document_id = ANY("
            + statement.parameter(Conditions.ids(query.hidden()))
            + "::uuid[]))";
  }

  private static String words(Statement statement, List<WeighedWord> words) {
    return "unnest(%s::bigint[], %s::float8[], %s::float8[]) w (term, weight, length_share)"
        .formatted(
            statement.parameter(words.stream().map(WeighedWord::term).toArray(Long[]::new)),
            statement.parameter(words.stream().map(WeighedWord::weight).toArray(Double[]::new)),
            statement.parameter(
                words.stream().map(WeighedWord::lengthShare).toArray(Double[]::new)));
  }
}
