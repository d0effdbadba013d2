package dev.groundwire.bus.chat;

/**
 * @param n which source
 * @param at offset in the answer's text where the mark {@code [n]} begins, in UTF-16 units
 */
public record Citation(int n, int at) {}
