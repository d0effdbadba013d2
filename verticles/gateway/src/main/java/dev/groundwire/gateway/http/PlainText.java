package dev.groundwire.gateway.http;

/** Tells text that people write from text with control characters, which databases refuse. */
public final class PlainText {
  private static final char DELETE = 0x7f;

  private PlainText() {}

  /** Names, tags and references: not even a line break. */
  public static boolean isLine(String text) {
    return text.chars().noneMatch(PlainText::isControl);
  }

  /** Questions and the like: line breaks and tabs are part of it. */
  public static boolean isProse(String text) {
    return text.chars().noneMatch(c -> isControl(c) && c != '\n' && c != '\r' && c != '\t');
  }

  private static boolean isControl(int character) {
    return character < ' ' || character == DELETE;
  }
}
