package dev.groundwire.retrieval.pgvector;

import dev.groundwire.bus.Tenant;
import dev.groundwire.retrieval.analysis.CountedWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A question as words: any of its terms, as the analyzer of every language there is sees them,
 * since the language of a short question cannot be told. A passage has the score of its own.
 */
final class Question {
  /** The rarest say the most, and the longest questions have thousands. */
  private static final int WORDS = 512;

  private record Asked(Corpus corpus, int times) {}

  private final Map<Long, Asked> words = new LinkedHashMap<>();

  /**
   * @param analysis the question as an analyzer of that name sees it
   */
  Question(Tenant tenant, List<Corpus> corpora, Function<String, CountedWords> analysis) {
    Terms terms = new Terms(tenant.workspaceId());
    for (Corpus corpus : corpora) {
      analysis
          .apply(corpus.analyzer())
          .times()
          .forEach((word, times) ->
              words.put(terms.of(corpus.analyzer(), word), new Asked(corpus, times)));
    }
  }

  Set<Long> terms() {
    return words.keySet();
  }

  /** Those that are somewhere, the rarest first. */
  List<WeighedWord> weighed(Map<Long, Integer> frequencies, double k1, double b) {
    List<WeighedWord> known = new ArrayList<>();
    words.forEach((term, asked) -> {
      int passages = frequencies.getOrDefault(term, 0);
      if (passages > 0) {
        known.add(
            new WeighedWord(
                term,
                passages,
                asked.times() * rarity(asked.corpus().passages(), passages),
                k1 * b / asked.corpus().averageWords()));
      }
    });
    known.sort(Comparator.comparingInt(WeighedWord::passages).thenComparingLong(WeighedWord::term));
    return known.subList(0, Math.min(WORDS, known.size()));
  }

  /** Above 0 also where counts of different moments meet. */
  private static double rarity(int all, int passages) {
    int least = Math.max(all, passages);
    return Math.log1p((least - passages + 0.5) / (passages + 0.5));
  }
}
