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
import java.util.function.Supplier;

/** Both legs of a search, one after the other on one connection. */
final class PgvectorSearch {
  private final PgvectorConfig config;
  private final VectorSpaces spaces;
  private final Statistics statistics;
  private final LexicalSearch words;
  private final SessionRepository session = new SessionRepository();
  private final StatisticsRepository counts = new StatisticsRepository();
  private final DenseRepository vectors = new DenseRepository();

  /**
   * @param analysis what the analyzer of a name sees in a text
   */
  PgvectorSearch(
      PgvectorConfig config,
      VectorSpaces spaces,
      BiFunction<String, String, CountedWords> analysis) {
    this.config = config;
    this.spaces = spaces;
    this.statistics = new Statistics(config.statisticsAge(), System::nanoTime);
    this.words = new LexicalSearch(config, statistics, analysis);
  }

  IndexHits search(SqlConnection tx, IndexQuery query) {
    session.prepare(tx, Math.max(config.hnswSearch(), query.candidates()));
    long begun = System.nanoTime();
    Supplier<List<IndexHit>> begunWords =
        query.words().map(text -> words.begin(tx, query, text)).orElse(List::of);
    List<IndexHit> dense =
        query.vector().map(vector -> nearest(tx, query, vector)).orElse(List.of());
    long between = System.nanoTime();
    List<IndexHit> lexical = begunWords.get();
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
        || (Conditions.isNarrow(query) && counts.count(tx, query, limit + 1) <= limit);
  }
}
