package dev.groundwire.ingestion.parse;

import java.io.IOException;

/** Blank lines part paragraphs. */
final class PlainTextReader implements FormatReader {
  @Override
  public void read(Original original, DocumentText into) throws IOException {
    paragraphs(TextDecoder.decode(original.textBytes(into.limits())), into);
  }

  static void paragraphs(String text, DocumentText into) {
    StringBuilder paragraph = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = endOfLine(text, at);
      String line = text.substring(at, end);
      if (line.isBlank()) {
        into.paragraph(paragraph);
        paragraph.setLength(0);
      } else {
        paragraph.append(line).append('\n');
      }
      at = text.startsWith("\r\n", end) ? end + 2 : end + 1;
    }
    into.paragraph(paragraph);
  }

  private static int endOfLine(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
    return at;
  }
}
