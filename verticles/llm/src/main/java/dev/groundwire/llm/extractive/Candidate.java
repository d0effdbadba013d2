package dev.groundwire.llm.extractive;

/**
 * A sentence that may support an answer.
 *
 * @param coverage share of the question's words in it, rare ones counting more, 0..1
 */
record Candidate(Sentence sentence, double coverage) {}
