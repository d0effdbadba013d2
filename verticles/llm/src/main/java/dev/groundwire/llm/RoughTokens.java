package dev.groundwire.llm;

/**
 * Counts tokens where a provider does not: four characters each, rounded up. English text of common
 * models lies within a fifth of it; other scripts have more tokens than this says.
 */
final class RoughTokens {
  private static final int CHARACTERS = 4;

  private RoughTokens() {}

  static int of(CharSequence text) {
    return ofLength(text.length());
  }

  static int ofLength(int characters) {
    return Math.ceilDiv(characters, CHARACTERS);
  }
}
