package dev.groundwire.launcher.eval;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * nDCG and recall as {@code trec_eval -c} computes them: linear gain, log2 discount, averaged over
 * every judged query, whether it was answered or not; equal scores rank by descending id.
 */
public final class RankingMetrics {
  private RankingMetrics() {}

  /**
   * @param judgements query to document to grade; grades of 0 and less mean not relevant
   * @param results query to document to score
   */
  public static Figures average(
      Map<String, Map<String, Integer>> judgements, Map<String, Map<String, Double>> results) {
    double ndcg = 0;
    double recall10 = 0;
    double recall100 = 0;
    for (Map.Entry<String, Map<String, Integer>> query : judgements.entrySet()) {
      List<String> ranking = ranking(results.getOrDefault(query.getKey(), Map.of()));
      ndcg += ndcg(query.getValue(), ranking, 10);
      recall10 += recall(query.getValue(), ranking, 10);
      recall100 += recall(query.getValue(), ranking, 100);
    }
    int queries = judgements.size();
    int divisor = Math.max(1, queries);
    return new Figures(queries, ndcg / divisor, recall10 / divisor, recall100 / divisor);
  }

  static List<String> ranking(Map<String, Double> scores) {
    return scores.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey())
                .reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  static double ndcg(Map<String, Integer> grades, List<String> ranking, int depth) {
    List<Integer> ideal =
        grades.values().stream().filter(it -> it > 0).sorted(Comparator.reverseOrder()).toList();
    double best = gain(ideal, depth);
    List<Integer> gains =
        ranking.stream().limit(depth).map(id -> Math.max(0, grades.getOrDefault(id, 0))).toList();
    return best == 0 ? 0 : gain(gains, depth) / best;
  }

  private static double gain(List<Integer> gains, int depth) {
    double sum = 0;
    for (int i = 0; i < Math.min(depth, gains.size()); i++) {
      sum += gains.get(i) / (Math.log(i + 2) / Math.log(2));
    }
    return sum;
  }

  static double recall(Map<String, Integer> grades, List<String> ranking, int depth) {
    long relevant = grades.values().stream().filter(grade -> grade > 0).count();
    long found = ranking.stream().limit(depth).filter(id -> grades.getOrDefault(id, 0) > 0).count();
    return relevant == 0 ? 0 : (double) found / relevant;
  }
}
