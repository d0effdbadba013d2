package dev.groundwire.bus.embedding;

/**
 * @param model id and revision
 * @param dimensions length of its vectors
 * @param passageTokens tokens of a passage at most, special tokens not counted
 */
public record ModelDescribed(String model, int dimensions, int passageTokens) {}
