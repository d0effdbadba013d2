package dev.groundwire.ingestion.chunk;

/** Where to cut what has no better seam. */
final class Cut {
  /** How far from the wanted place a gap between words is looked for. */
  private static final int REACH = 400;

  private Cut() {}

  /**
   * A place strictly within the text's stretch, at white space near the wanted place where there is
   * some, never inside a surrogate pair; the end where the stretch is one character.
   */
  static int near(String text, int start, int end, int wanted) {
    int low = Math.max(start + 1, wanted - REACH);
    for (int at = Math.min(wanted, end - 1); at >= low; at--) {
      if (Character.isWhitespace(text.charAt(at - 1)) && !Character.isWhitespace(text.charAt(at))) {
        return at;
      }
    }
    int at = Math.clamp(wanted, start + 1, Math.max(start + 1, end - 1));
    if (insidePair(text, at)) {
      at = at - 1 > start ? at - 1 : at + 1;
    }
    return Math.min(at, end);
  }

  private static boolean insidePair(String text, int at) {
    return at > 0
        && at < text.length()
        && Character.isHighSurrogate(text.charAt(at - 1))
        && Character.isLowSurrogate(text.charAt(at));
  }
}
