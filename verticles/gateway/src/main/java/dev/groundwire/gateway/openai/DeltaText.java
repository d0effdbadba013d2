package dev.groundwire.gateway.openai;

/** Takes the text out of a {@code delta} as it is written, without reading its escapes. */
final class DeltaText {
  private static final String BEGIN = "{\"text\":\"";
  private static final String END = "\"}";

  private DeltaText() {}

  /** A JSON string, quotes included. */
  static String literalOf(String delta) {
    return isBare(delta)
        ? delta.substring(BEGIN.length() - 1, delta.length() - 1)
        : Chunks.parse(delta).path("text").toString();
  }

  /** True when there is one member: its string ends where the object does. */
  private static boolean isBare(String delta) {
    if (!delta.startsWith(BEGIN) || !delta.endsWith(END)) {
      return false;
    }
    int last = delta.length() - END.length();
    for (int at = BEGIN.length(); at < last; at++) {
      char c = delta.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '"') {
        return false;
      }
    }
    return true;
  }
}
