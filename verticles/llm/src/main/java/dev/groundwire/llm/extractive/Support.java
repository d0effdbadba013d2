package dev.groundwire.llm.extractive;

import java.util.List;

/**
 * How well a sentence supports an answer: 0.9 of its likeness to the question, 0.1 of the share of
 * the question's words in it.
 *
 * <p>Likeness is the cosine over what the question has in common with sentences about anything, so
 * that one threshold fits models whose cosines lie in different ranges. Measured with 12 candidates
 * on 219 SciFact claims, 50 questions about other things asked of the same corpus, and 22 + 20
 * questions that a small handbook does and does not answer: at a threshold of 0.38, 237 of the 241
 * are answered and 4 of the 70 are, with bge-small-en-v1.5 and with all-MiniLM-L6-v2 alike. The
 * areas under the ROC curve are 0.995 and 0.993; those of the plain cosine are 0.997 and 0.993, but
 * with best thresholds of 0.64 and 0.46; that of the words alone is 0.75.
 */
final class Support {
  private static final double LIKENESS_SHARE = 0.9;

  /** About anything, and together about nothing. */
  static final List<String> ANYTHING =
      List.of(
          "The recipe calls for two cups of flour and a pinch of salt.",
          "The home team scored twice in the second half of the match.",
          "The bridge across the river was finished in 1932.",
          "Invoices are to be paid within thirty days of receipt.",
          "The cell membrane controls which molecules can enter.",
          "Click the button to save your changes and close the window.",
          "She opened the door and walked slowly into the garden.",
          "The committee will vote on the new law in March.");

  private final float[] question;
  private final double common;

  /**
   * @param anything vectors of {@link #ANYTHING}
   */
  Support(float[] question, List<float[]> anything) {
    this.question = question;
    this.common =
        anything.stream().mapToDouble(vector -> cosine(question, vector)).average().orElse(0);
  }

  double of(Candidate candidate, float[] sentence) {
    double likeness = (cosine(question, sentence) - common) / (1 - common);
    return LIKENESS_SHARE * likeness + (1 - LIKENESS_SHARE) * candidate.coverage();
  }

  /** Of vectors of length 1. */
  static double cosine(float[] one, float[] other) {
    double sum = 0;
    for (int at = 0; at < one.length; at++) {
      sum += one[at] * other[at];
    }
    return sum;
  }
}
