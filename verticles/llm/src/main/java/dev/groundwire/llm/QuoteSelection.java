package dev.groundwire.llm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Picks the few sentences to quote: supported well, and not saying the same twice. */
final class QuoteSelection {
  /** A sentence far weaker than the best one distracts, even above the threshold. */
  private static final double SHARE_OF_THE_BEST = 0.75;

  /** Two sentences this alike say the same. */
  private static final double SAME = 0.93;

  private final int limit;
  private final double threshold;

  QuoteSelection(int limit, double threshold) {
    this.limit = limit;
    this.threshold = threshold;
  }

  /** In the order to read: the passage with the best sentence first, within it as written. */
  List<Quote> select(List<Quote> quotes) {
    List<Quote> ranked =
        quotes.stream().sorted(Comparator.comparingDouble(Quote::support).reversed()).toList();
    if (ranked.isEmpty()) {
      return ranked;
    }
    double least = Math.max(threshold, ranked.getFirst().support() * SHARE_OF_THE_BEST);
    List<Quote> chosen = new ArrayList<>();
    for (Quote quote : ranked) {
      if (quote.support() >= least && chosen.size() < limit && isNew(quote, chosen)) {
        chosen.add(quote);
      }
    }
    return inReadingOrder(chosen);
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
