package dev.groundwire.bus.llm;

/**
 * A passage the answer may cite as {@code [n]}.
 *
 * @param n counted from 1
 * @param score of the search that found it, 0..1
 */
public record Evidence(int n, String documentName, String text, double score) {}
