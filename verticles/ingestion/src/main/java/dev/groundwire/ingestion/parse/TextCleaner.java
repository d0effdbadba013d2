package dev.groundwire.ingestion.parse;

/** Makes any text storable and comparable, keeping its words. */
final class TextCleaner {
  private TextCleaner() {}

  /** On one or more lines: runs of blanks become one, blank lines and trailing blanks go. */
  static String prose(CharSequence raw) {
    StringBuilder clean = new StringBuilder(raw.length());
    boolean blank = false;
    for (int i = 0; i < raw.length(); i++) {
      char c = normal(raw, i);
      if (c == '\n') {
        if (!clean.isEmpty() && clean.charAt(clean.length() - 1) != '\n') {
          clean.append('\n');
        }
        blank = false;
      } else if (c == ' ' || c == '\t') {
        blank = true;
      } else if (c != 0) {
        if (blank && !clean.isEmpty() && clean.charAt(clean.length() - 1) != '\n') {
          clean.append(' ');
        }
        blank = false;
        clean.append(c);
      }
    }
    trimEnd(clean);
    return clean.toString();
  }

  /** On one line. */
  static String line(CharSequence raw) {
    return prose(raw).replace('\n', ' ');
  }

  /** As it stands, but for what cannot be stored; indentation means something here. */
  static String verbatim(CharSequence raw) {
    StringBuilder clean = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = normal(raw, i);
      if (c != 0) {
        clean.append(c);
      }
    }
    trimEnd(clean);
    int start = 0;
    while (start < clean.length() && clean.charAt(start) == '\n') {
      start++;
    }
    return clean.substring(start);
  }

  private static void trimEnd(StringBuilder text) {
    int end = text.length();
    while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    text.setLength(end);
  }

  /** The character to keep, 0 for none. */
  private static char normal(CharSequence raw, int at) {
    char c = raw.charAt(at);
    if (c == '\r') {
      return at + 1 < raw.length() && raw.charAt(at + 1) == '\n' ? 0 : '\n';
    }
    if (c == '\n' || c == '\t') {
      return c;
    }
    if (c == '\f' || c == '\u000B' || c == '\u0085' || c == '\u2028' || c == '\u2029') {
      return '\n';
    }
    if (c == '\uFEFF' || c == '\u00AD' || c == '\u200B' || Character.isISOControl(c)) {
      return 0;
    }
    if (Character.getType(c) == Character.SPACE_SEPARATOR) {
      return ' ';
    }
    return Character.isSurrogate(c) && !paired(raw, at) ? '\uFFFD' : c;
  }

  private static boolean paired(CharSequence raw, int at) {
    char c = raw.charAt(at);
    return Character.isHighSurrogate(c)
        ? at + 1 < raw.length() && Character.isLowSurrogate(raw.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(raw.charAt(at - 1));
  }
}
