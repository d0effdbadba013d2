package dev.groundwire.launcher.eval;

/**
 * Averages over all judged queries.
 *
 * @param queries how many; one without a result counts 0
 */
public record Figures(int queries, double ndcgAt10, double recallAt10, double recallAt100) {}
