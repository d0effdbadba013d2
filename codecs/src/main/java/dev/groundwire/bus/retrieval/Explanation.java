package dev.groundwire.bus.retrieval;

import java.util.Optional;

/**
 * Where a score comes from.
 *
 * @param dense cosine of question and passage; empty when this leg did not find it
 * @param lexical BM25; empty when this leg did not find it
 * @param denseShare scaled to 0..1 over this leg's hits, and weighted
 * @param lexicalShare the same of the other leg; both sum up to the score
 */
public record Explanation(
    Optional<Double> dense,
    Optional<Double> lexical,
    double denseShare,
    double lexicalShare,
    String model,
    String analyzer) {}
