package dev.groundwire.retrieval.pgvector;

import dev.groundwire.retrieval.analysis.CountedWords;
import dev.groundwire.retrieval.index.IndexHit;
import dev.groundwire.retrieval.index.IndexQuery;
import io.vertx.sqlclient.SqlConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The leg of the words. What it has to know is asked for before the other leg is awaited. */
final class LexicalSearch {
  private final PgvectorConfig config;
  private final Statistics statistics;
  private final BiFunction<String, String, CountedWords> analysis;
  private final LexicalRepository words;

  LexicalSearch(
      PgvectorConfig config,
      Statistics statistics,
      BiFunction<String, String, CountedWords> analysis) {
    this.config = config;
    this.statistics = statistics;
    this.analysis = analysis;
    this.words = new LexicalRepository(config);
  }

  /**
   * A question whose words are being looked up.
   *
   * @param known the analyzers it was taken apart with
   * @param present those that there are
   */
  private record Asked(
      Question question,
      Set<String> known,
      Supplier<List<String>> present,
      Supplier<Map<Long, Integer>> frequencies) {}

  /** Begins; the hits are awaited when asked for. */
  Supplier<List<IndexHit>> begin(SqlConnection tx, IndexQuery query, String text) {
    Optional<Asked> ahead =
        statistics.remembered(query.tenant()).map(corpora -> ask(tx, query, text, corpora));
    return () ->
        best(
            tx,
            query,
            ahead
                .filter(asked -> asked.known().containsAll(asked.present().get()))
                .orElseGet(() -> ask(tx, query, text, statistics.counted(tx, query.tenant()))));
  }

  private Asked ask(SqlConnection tx, IndexQuery query, String text, List<Corpus> corpora) {
    Supplier<List<String>> present = statistics.analyzers(tx, query.tenant());
    Question question =
        new Question(query.tenant(), corpora, analyzer -> analysis.apply(analyzer, text));
    Set<String> known = new HashSet<>();
    corpora.forEach(corpus -> known.add(corpus.analyzer()));
    return new Asked(question, known, present, statistics.frequencies(tx, question.terms()));
  }

  private List<IndexHit> best(SqlConnection tx, IndexQuery query, Asked asked) {
    List<WeighedWord> known =
        asked.question().weighed(asked.frequencies().get(), config.k1(), config.b());
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
