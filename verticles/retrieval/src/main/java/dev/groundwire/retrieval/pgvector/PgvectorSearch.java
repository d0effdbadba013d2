package dev.groundwire.retrieval.pgvector;

import dev.groundwire.retrieval.analysis.CountedWords;
import dev.groundwire.retrieval.index.IndexHit;
import dev.groundwire.retrieval.index.IndexHits;
import dev.groundwire.retrieval.index.IndexQuery;
import dev.groundwire.retrieval.index.ModelVector;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Both legs of a search, one after the other on one connection. */
final class PgvectorSearch {
  private final PgvectorConfig config;
  private final VectorSpaces spaces;
  private final BiFunction<String, String, CountedWords> analysis;
  private final Statistics statistics;
  private final SessionRepository session = new SessionRepository();
  private final StatisticsRepository counts = new StatisticsRepository();
  private final DenseRepository vectors = new DenseRepository();
  private final LexicalRepository words;

  /**
   * @param analysis what the analyzer of a name sees in a text
   */
  PgvectorSearch(
      PgvectorConfig config,
      VectorSpaces spaces,
      BiFunction<String, String, CountedWords> analysis) {
    this.config = config;
    this.spaces = spaces;
    this.analysis = analysis;
    this.statistics = new Statistics(config.statisticsAge(), System::nanoTime);
    this.words = new LexicalRepository(config);
  }

  IndexHits search(SqlConnection tx, IndexQuery query) {
    session.prepare(tx, Math.max(config.hnswSearch(), query.candidates()));
    long begun = System.nanoTime();
    List<IndexHit> dense =
        query.vector().map(vector -> nearest(tx, query, vector)).orElse(List.of());
    long between = System.nanoTime();
    List<IndexHit> lexical =
        query.words().map(question -> best(tx, query, question)).orElse(List.of());
    return new IndexHits(
        dense,
        lexical,
        Duration.ofNanos(between - begun),
        Duration.ofNanos(System.nanoTime() - between));
  }

  private List<IndexHit> nearest(SqlConnection tx, IndexQuery query, ModelVector vector) {
    Optional<Integer> space = spaces.find(tx, VectorSpace.of(vector));
    if (space.isEmpty()) {
      return List.of();
    }
    return isSmall(tx, query)
        ? vectors.exact(tx, query, space.get(), vector)
        : vectors.near(tx, query, space.get(), vector);
  }

  /** Filters are counted out: through them a graph finds late, or not enough. */
  private boolean isSmall(SqlConnection tx, IndexQuery query) {
    int limit = config.exactBelow();
    return statistics.passages(tx, query.tenant()) <= limit
        || (Conditions.narrow(query) && counts.count(tx, query, limit + 1) <= limit);
  }

  private List<IndexHit> best(SqlConnection tx, IndexQuery query, String text) {
    Question question =
        new Question(
            query.tenant(),
            statistics.corpora(tx, query.tenant()),
            analyzer -> analysis.apply(analyzer, text));
    List<WeighedWord> known =
        question.weighed(statistics.frequencies(tx, question.terms()), config.k1(), config.b());
    if (known.isEmpty()) {
      return List.of();
    }
    int finding = finding(known, query.candidates());
    return words.best(
        tx,
        query,
        known.subList(0, finding),
        known.subList(finding, known.size()),
        config.weighed());
  }

  /**
   * How many words, from the rarest on, are read in full: what the bound allows, and more where
   * that would not give the hits that are asked for.
   */
  private int finding(List<WeighedWord> known, int hits) {
    long postings = 0;
    int count = 0;
    for (WeighedWord word : known) {
      if (postings >= hits && postings + word.passages() > config.postings()) {
        return count;
      }
      postings += word.passages();
      count++;
    }
    return count;
  }
}
