package dev.groundwire.llm.extractive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Picks the few sentences to quote: the best one, and further ones that are nearly as good or speak
 * of something asked that the others leave out; none that says the same as another.
 */
final class QuoteSelection {
  /** A sentence far weaker than the best one distracts, even above the threshold. */
  private static final double SHARE_OF_THE_BEST = 0.75;

  /** A sentence this near to the best one may be as right as that. */
  private static final double NEARLY_THE_BEST = 0.9;

  /** Two sentences this alike say the same. */
  private static final double SAME = 0.93;

  private final int limit;
  private final double threshold;

  QuoteSelection(int limit, double threshold) {
    this.limit = limit;
    this.threshold = threshold;
  }

  /**
   * In the order to read: the passage with the best sentence first, within it as written.
   *
   * @param asked terms of the question
   */
  List<Quote> select(Set<String> asked, List<Quote> quotes) {
    List<Quote> ranked =
        quotes.stream().sorted(Comparator.comparingDouble(Quote::support).reversed()).toList();
    if (ranked.isEmpty()) {
      return ranked;
    }
    double best = ranked.getFirst().support();
    double least = Math.max(threshold, best * SHARE_OF_THE_BEST);
    List<Quote> chosen = new ArrayList<>();
    Set<String> open = new HashSet<>(asked);
    for (Quote quote : ranked) {
      boolean isNearlyTheBest = quote.support() >= best * NEARLY_THE_BEST;
      if (chosen.size() < limit
          && quote.support() >= least
          && (isNearlyTheBest || speaksOf(open, quote))
          && isNew(quote, chosen)) {
        chosen.add(quote);
        open.removeAll(quote.sentence().terms());
      }
    }
    return inReadingOrder(chosen);
  }

  private static boolean speaksOf(Set<String> open, Quote quote) {
    return open.stream().anyMatch(quote.sentence().terms()::contains);
  }

  private static boolean isNew(Quote quote, List<Quote> chosen) {
    return chosen.stream().noneMatch(other -> quote.likenessTo(other) > SAME);
  }

  private static List<Quote> inReadingOrder(List<Quote> ranked) {
    Map<Integer, Integer> rankOfPassage = new HashMap<>();
    for (Quote quote : ranked) {
      rankOfPassage.putIfAbsent(quote.sentence().n(), rankOfPassage.size());
    }
    Comparator<Quote> byPassage =
        Comparator.comparingInt(quote -> rankOfPassage.getOrDefault(quote.sentence().n(), 0));
    return ranked.stream()
        .sorted(byPassage.thenComparingInt(quote -> quote.sentence().position()))
        .toList();
  }
}
