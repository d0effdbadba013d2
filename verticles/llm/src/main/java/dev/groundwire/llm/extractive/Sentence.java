package dev.groundwire.llm.extractive;

import java.util.Set;

/**
 * A sentence of the evidence.
 *
 * @param n mark of the passage it is from
 * @param position 0, 1, 2 ... within the passage
 * @param terms of the text and its heading
 * @param passageScore of the search, 0..1
 */
record Sentence(int n, int position, Excerpt excerpt, Set<String> terms, double passageScore) {
  /** What is quoted. */
  String text() {
    return excerpt.text();
  }
}
