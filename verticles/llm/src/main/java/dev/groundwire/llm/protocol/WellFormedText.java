package dev.groundwire.llm.protocol;

/**
 * Appends text so that only whole characters arrive: halves of a pair that come in two pieces are
 * joined, lone halves and NUL, which neither UTF-8 nor a database can hold, become U+FFFD.
 */
final class WellFormedText {
  private static final char REPLACEMENT = '\uFFFD';

  private final StringBuilder text;
  private char pending;

  WellFormedText(StringBuilder text) {
    this.text = text;
  }

  void append(CharSequence piece) {
    if (pending == 0 && isPlain(piece)) {
      text.append(piece);
      return;
    }
    for (int at = 0; at < piece.length(); at++) {
      append(piece.charAt(at));
    }
  }

  /** Nearly every piece of text is. */
  private static boolean isPlain(CharSequence piece) {
    for (int at = 0; at < piece.length(); at++) {
      char c = piece.charAt(at);
      if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private void append(char c) {
    boolean isPair = pending != 0 && Character.isLowSurrogate(c);
    if (isPair) {
      text.append(pending).append(c);
      pending = 0;
      return;
    }
    end();
    if (Character.isHighSurrogate(c)) {
      pending = c;
    } else {
      text.append(c == 0 || Character.isLowSurrogate(c) ? REPLACEMENT : c);
    }
  }

  /** Nothing follows: a first half without its second is replaced. */
  void end() {
    if (pending != 0) {
      text.append(REPLACEMENT);
      pending = 0;
    }
  }

  /** What waits for its second half is not wanted. */
  void forget() {
    pending = 0;
  }
}
