package dev.groundwire.gateway.documents;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** Names of files as strangers send them. */
final class FileName {
  private static final int LONGEST = 255;
  private static final String NAMELESS = "document";

  private FileName() {}

  /** The last part of a path, without control or direction characters, at most 255 characters. */
  static String clean(String given) {
    String name = Normalizer.normalize(given, Normalizer.Form.NFC);
    name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    StringBuilder kept = new StringBuilder();
    name.codePoints().filter(FileName::isPlain).forEach(kept::appendCodePoint);
    name = kept.toString().strip();
    if (name.isEmpty() || name.chars().allMatch(c -> c == '.')) {
      return NAMELESS;
    }
    return name.codePointCount(0, name.length()) <= LONGEST ? name : shortened(name);
  }

  /** Keeps the ending, which says what the file is. */
  private static String shortened(String name) {
    int dot = name.lastIndexOf('.');
    String ending = dot < 0 || name.length() - dot > 16 ? "" : name.substring(dot);
    int kept = LONGEST - ending.codePointCount(0, ending.length());
    return name.substring(0, name.offsetByCodePoints(0, kept)) + ending;
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** As the value of {@code Content-Disposition} (RFC 6266), so that it is saved, never shown. */
  static String attachment(String name) {
    StringBuilder ascii = new StringBuilder();
    name.codePoints()
        .map(c -> c < 0x20 || c > 0x7e || c == '"' || c == '\\' || c == '%' ? '_' : c)
        .forEach(ascii::appendCodePoint);
    StringBuilder encoded = new StringBuilder();
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      int c = octet & 0xff;
      if (c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_')) {
        encoded.append((char) c);
      } else {
        encoded.append('%').append(String.format("%02X", c));
      }
    }
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
  }
}
