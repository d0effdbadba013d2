package dev.groundwire.retrieval.pgvector;

/**
 * A word of a question, as BM25 counts it.
 *
 * @param passages that hold it
 * @param weight what it adds to a passage at most
 * @param lengthShare by how much a word of the passage dampens it
 */
record WeighedWord(long term, int passages, double weight, double lengthShare) {}
