package dev.groundwire.chat;

/**
 * The data of a delta, {@code {"text":"..."}}, written straight from the answer's text: it is made
 * for each piece of each answer, so no tree and no writer stands between.
 */
final class DeltaJson {
  private static final String START = "{\"text\":\"";
  private static final String END = "\"}";
  private static final int ESCAPES = 8;
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private DeltaJson() {}

  static String of(CharSequence text, int from, int to) {
    StringBuilder json =
        new StringBuilder(START.length() + (to - from) + ESCAPES + END.length()).append(START);
    int copied = from;
    for (int at = from; at < to; at++) {
      char c = text.charAt(at);
      if (c < ' ' || c == '"' || c == '\\') {
        json.append(text, copied, at);
        escape(c, json);
        copied = at + 1;
      }
    }
    return json.append(text, copied, to).append(END).toString();
  }

  private static void escape(char c, StringBuilder json) {
    json.append('\\');
    switch (c) {
      case '"', '\\' -> json.append(c);
      case '\n' -> json.append('n');
      case '\t' -> json.append('t');
      case '\r' -> json.append('r');
      case '\b' -> json.append('b');
      case '\f' -> json.append('f');
      default -> json.append("u00").append(HEX[c >> 4]).append(HEX[c & 15]);
    }
  }
}
