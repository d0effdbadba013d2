package dev.groundwire.llm.extractive;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a passage on one line, and where in the passage each of its characters is from. */
final class FoldedText {
  private static final Pattern BULLET = Pattern.compile("^(?:[-*•>#]+|\\d{1,3}[.)])\\s+");

  private final String text;
  private final int[] origins;

  private FoldedText(String text, int[] origins) {
    this.text = text;
    this.origins = origins;
  }

  /** White space at the ends is left out, each other stretch of it becomes one space. */
  static FoldedText of(String passage, int start, int end) {
    StringBuilder text = new StringBuilder(end - start);
    int[] origins = new int[end - start];
    for (int at = start; at < end; at++) {
      boolean isSpace = Character.isWhitespace(passage.charAt(at));
      if (isSpace && (text.isEmpty() || text.charAt(text.length() - 1) == ' ')) {
        continue;
      }
      origins[text.length()] = at;
      text.append(isSpace ? ' ' : passage.charAt(at));
    }
    String folded = text.toString().stripTrailing();
    return new FoldedText(folded, Arrays.copyOf(origins, folded.length()));
  }

  static boolean startsWithBullet(String text) {
    return BULLET.matcher(text).find();
  }

  FoldedText withoutBullet() {
    Matcher bullet = BULLET.matcher(text);
    return bullet.find()
        ? new FoldedText(
            text.substring(bullet.end()), Arrays.copyOfRange(origins, bullet.end(), origins.length))
        : this;
  }

  String text() {
    return text;
  }

  /** Cut from {@code from} to {@code to} without spaces at the ends; never empty. */
  Excerpt excerpt(String heading, int from, int to) {
    return excerpt(heading, text.substring(from, to), from, to);
  }

  /** In other words. */
  Excerpt excerpt(String heading, String words, int from, int to) {
    return new Excerpt(heading, words, origins[from], origins[to - 1] + 1);
  }
}
