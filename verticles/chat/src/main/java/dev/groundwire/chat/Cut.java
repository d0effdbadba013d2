package dev.groundwire.chat;

/** Shortens text between characters, never within a pair. */
final class Cut {
  private Cut() {}

  static String start(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isLowSurrogate(text.charAt(most)) ? most - 1 : most);
  }

  static String end(String text, int most) {
    int from = text.length() - most;
    if (from <= 0) {
      return text;
    }
    return text.substring(Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
  }
}
