package dev.groundwire.bus.llm;

/**
 * Which part of a passage a mark stands for, where the writer knows it.
 *
 * @param n which passage
 * @param at offset in the whole text written where the mark {@code [n]} begins, in UTF-16 units
 * @param start offset in the passage's text
 * @param end offset behind the last character
 */
public record Quotation(int n, int at, int start, int end) {}
