package dev.groundwire.chat;

/**
 * Text that comes in pieces, made such that JSON, UTF-8 and a database can hold each piece: half a
 * character waits for its other half, and a NUL or a lone half is replaced.
 */
final class WholeCharacters {
  private static final char NONE = 0;
  private static final char REPLACEMENT = '\uFFFD';

  private char half = NONE;

  /** May be empty. */
  String accept(String piece) {
    return half == NONE && isPlain(piece) ? piece : whole(piece);
  }

  /** What is left when no more comes; may be empty. */
  String end() {
    boolean isHalf = half != NONE;
    half = NONE;
    return isHalf ? String.valueOf(REPLACEMENT) : "";
  }

  private static boolean isPlain(String piece) {
    for (int at = 0; at < piece.length(); at++) {
      char c = piece.charAt(at);
      if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private String whole(String piece) {
    StringBuilder text = new StringBuilder(piece.length() + 1);
    for (int at = 0; at < piece.length(); at++) {
      accept(piece.charAt(at), text);
    }
    return text.toString();
  }

  private void accept(char c, StringBuilder text) {
    boolean isPair = half != NONE && Character.isLowSurrogate(c);
    if (half != NONE) {
      text.append(isPair ? half : REPLACEMENT);
      half = NONE;
    }
    if (Character.isHighSurrogate(c)) {
      half = c;
    } else {
      text.append(c == 0 || (Character.isLowSurrogate(c) && !isPair) ? REPLACEMENT : c);
    }
  }
}
