package dev.groundwire.retrieval.pgvector;

/** The passages of a workspace that one analyzer has taken apart. */
record Corpus(String analyzer, int passages, long words) {
  double averageWords() {
    return Math.max(1, (double) words / passages);
  }
}
