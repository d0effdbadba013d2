package dev.groundwire.retrieval.fusion;

import dev.groundwire.retrieval.index.IndexHit;
import java.util.List;

/** Maps the scores of one leg onto 0..1, its worst hit to 0 and its best to 1. */
record Scale(double lowest, double highest) {
  static Scale of(List<IndexHit> hits) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (IndexHit hit : hits) {
      lowest = Math.min(lowest, hit.score());
      highest = Math.max(highest, hit.score());
    }
    return new Scale(lowest, highest);
  }

  /** Where all scores are equal, a single hit included, each of them is the best: 1. */
  double apply(double score) {
    return highest > lowest ? (score - lowest) / (highest - lowest) : 1;
  }
}
