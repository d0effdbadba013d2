package dev.groundwire.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RankingMetricsTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void givesOneToAPerfectRanking() {
    Figures figures =
        RankingMetrics.average(
            Map.of("q", Map.of("a", 1, "b", 1)), Map.of("q", Map.of("a", 3.0, "b", 2.0, "c", 1.0)));
    assertThat(figures).isEqualTo(new Figures(1, 1, 1, 1));
  }

  @Test
  void discountsByTheLogarithmOfTheRank() {
    // Relevant at ranks 2 and 4 of three relevant: (1/log2(3) + 1/log2(5)) over the ideal three.
    double found = 1 / 1.5849625007211563 + 1 / 2.321928094887362;
    double ideal = 1 + 1 / 1.5849625007211563 + 0.5;
    assertThat(RankingMetrics.ndcg(Map.of("b", 1, "d", 1, "x", 1), List.of("a", "b", "c", "d"), 10))
        .isEqualTo(found / ideal, EXACT);
  }

  @Test
  void countsGradesLinearly() {
    // Grades 1, 3, 0, 2 as ranked; ideal 3, 2, 1.
    double found = 1 + 3 / 1.5849625007211563 + 2 / 2.321928094887362;
    double ideal = 3 + 2 / 1.5849625007211563 + 0.5;
    assertThat(
            RankingMetrics.ndcg(
                Map.of("a", 1, "b", 3, "c", 0, "d", 2), List.of("a", "b", "c", "d"), 10))
        .isEqualTo(found / ideal, EXACT);
  }

  @Test
  void takesANegativeGradeForNotRelevant() {
    Map<String, Integer> grades = Map.of("spam", -2, "good", 1);
    assertThat(RankingMetrics.ndcg(grades, List.of("spam", "good"), 10))
        .isEqualTo(1 / 1.5849625007211563, EXACT);
    assertThat(RankingMetrics.recall(grades, List.of("spam", "good"), 10)).isEqualTo(1, EXACT);
  }

  @Test
  void ranksEqualScoresByDescendingId() {
    assertThat(RankingMetrics.ranking(Map.of("a", 1.0, "c", 1.0, "b", 1.0, "z", 0.5)))
        .containsExactly("c", "b", "a", "z");
  }

  @Test
  void countsAJudgedQueryWithoutResultAsZero() {
    Figures figures =
        RankingMetrics.average(
            Map.of("q1", Map.of("a", 1), "q2", Map.of("b", 1)), Map.of("q1", Map.of("a", 1.0)));
    assertThat(figures).isEqualTo(new Figures(2, 0.5, 0.5, 0.5));
  }

  @Test
  void leavesOutAResultThatNobodyJudged() {
    Figures figures =
        RankingMetrics.average(
            Map.of("q1", Map.of("a", 1)),
            Map.of("q1", Map.of("a", 1.0), "other", Map.of("a", 1.0)));
    assertThat(figures).isEqualTo(new Figures(1, 1, 1, 1));
  }

  @Test
  void looksNoDeeperThanAsked() {
    Map<String, Double> scores = new HashMap<>();
    for (int rank = 1; rank <= 150; rank++) {
      scores.put("d" + rank, 1000.0 - rank);
    }
    Figures figures =
        RankingMetrics.average(
            Map.of("q", Map.of("d10", 1, "d11", 1, "d100", 1, "d101", 1)), Map.of("q", scores));
    assertThat(figures.recallAt10()).isEqualTo(0.25, EXACT);
    assertThat(figures.recallAt100()).isEqualTo(0.75, EXACT);
    // Only rank 10 counts: 1/log2(11), over the ideal 1 + 1/log2(3) + 1/2 + 1/log2(5).
    double ideal = 1 + 1 / 1.5849625007211563 + 0.5 + 1 / 2.321928094887362;
    assertThat(figures.ndcgAt10()).isEqualTo(1 / 3.4594316186372973 / ideal, EXACT);
  }

  @Test
  void givesZeroWhereNothingIsRelevant() {
    assertThat(
            RankingMetrics.average(
                Map.of("q", Map.of("a", 0)), Map.of("q", Map.of("a", 1.0, "b", 0.5))))
        .isEqualTo(new Figures(1, 0, 0, 0));
  }
}
