package dev.groundwire.chat;

import dev.groundwire.bus.chat.Citation;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which share of the sentences of a text a citation follows. A mark belongs to the sentence it
 * stands in, or, at the beginning of one, to the sentence before.
 */
final class CitedShare {
  /** Full stop, exclamation and question mark of Chinese and Japanese. */
  private static final String ENDS_IN_ANY_CASE = "\u3002\uff01\uff1f";

  /** Besides the usual ones the ellipsis, the Arabic question mark and the danda. */
  private static final String ENDS_BEFORE_A_SPACE = ".!?\u2026\u061f\u0964";

  private final String text;
  private final int[] marks;
  private int sentences;
  private int cited;
  private boolean isLastCited = true;

  private CitedShare(String text, List<Citation> citations) {
    this.text = text;
    this.marks = citations.stream().mapToInt(Citation::at).toArray();
  }

  /** 0 to 1; 0 for a text without sentences. */
  static double of(String text, List<Citation> citations) {
    CitedShare share = new CitedShare(text, citations);
    share.read();
    return share.sentences == 0 ? 0 : (double) share.cited / share.sentences;
  }

  private void read() {
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      if (isEnd(at)) {
        sentence(start, at + 1);
        start = at + 1;
      }
    }
    sentence(start, text.length());
  }

  /** Headings and items of a list end with their line. */
  private boolean isEnd(int at) {
    char c = text.charAt(at);
    return c == '\n'
        || ENDS_IN_ANY_CASE.indexOf(c) >= 0
        || (ENDS_BEFORE_A_SPACE.indexOf(c) >= 0 && isBeforeSpace(at) && !isInitial(at));
  }

  private boolean isBeforeSpace(int at) {
    return at + 1 == text.length()
        || Character.isWhitespace(text.charAt(at + 1))
        || text.charAt(at + 1) == '[';
  }

  /** As in "e.g." and "1.", which end no sentence. */
  private boolean isInitial(int at) {
    return text.charAt(at) == '.'
        && at > 0
        && Character.isLetterOrDigit(text.charAt(at - 1))
        && (at == 1 || !Character.isLetterOrDigit(text.charAt(at - 2)));
  }

  private void sentence(int from, int to) {
    int start = afterMarks(from, to);
    if (!isLastCited && hasMark(from, start)) {
      isLastCited = true;
      cited++;
    }
    if (text.substring(start, to).codePoints().anyMatch(Character::isLetter)) {
      sentences++;
      isLastCited = hasMark(start, to);
      cited += isLastCited ? 1 : 0;
    }
  }

  private int afterMarks(int from, int to) {
    int at = from;
    int depth = 0;
    while (at < to) {
      char c = text.charAt(at);
      if (c == '[') {
        depth++;
      } else if (c == ']') {
        depth = 0;
      } else if (depth > 0 ? !isOfMark(c) : !Character.isWhitespace(c)) {
        break;
      }
      at++;
    }
    return depth > 0 ? from : at;
  }

  private static boolean isOfMark(char c) {
    return Character.isDigit(c) || c == ',' || c == ';' || c == ' ';
  }

  private boolean hasMark(int from, int to) {
    return IntStream.of(marks).anyMatch(at -> at >= from && at < to);
  }
}
