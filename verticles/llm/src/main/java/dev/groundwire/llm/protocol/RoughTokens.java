package dev.groundwire.llm.protocol;

/**
 * Counts tokens where a provider does not: four characters each, rounded up. English text of common
 * models lies within a fifth of it; other scripts have more tokens than this says.
 */
public final class RoughTokens {
  private static final int CHARACTERS = 4;

  private RoughTokens() {}

  public static int of(CharSequence text) {
    return ofLength(text.length());
  }

  public static int ofLength(int characters) {
    return Math.ceilDiv(characters, CHARACTERS);
  }
}
