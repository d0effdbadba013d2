package dev.groundwire.chat;

import dev.groundwire.bus.chat.Citation;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the marks {@code [n]} and {@code [n, m]} in a text that comes in pieces, as soon as they
 * are complete. Marks of sources that do not exist are text like any other.
 */
final class CitationScanner {
  private static final int LARGEST = 9_999;
  private static final int NONE = -1;

  private final int sources;
  private final List<Integer> numbers = new ArrayList<>();
  private int offset;
  private int start = NONE;
  private int number = NONE;

  /**
   * @param sources marks 1 to this are valid
   */
  CitationScanner(int sources) {
    this.sources = sources;
  }

  /** The citations completed by this piece. */
  List<Citation> accept(String piece) {
    if (start == NONE && piece.indexOf('[') < 0) {
      offset += piece.length();
      return List.of();
    }
    List<Citation> found = new ArrayList<>();
    for (int at = 0; at < piece.length(); at++) {
      accept(piece.charAt(at), found);
      offset++;
    }
    return found;
  }

  private void accept(char c, List<Citation> found) {
    if (c == '[') {
      start = offset;
      number = NONE;
      numbers.clear();
    } else if (start == NONE) {
      return;
    } else if (c >= '0' && c <= '9') {
      number = Math.min(LARGEST, (number == NONE ? 0 : number) * 10 + (c - '0'));
    } else if (c == ',' || c == ';') {
      endNumber();
    } else if (c == ']') {
      endNumber();
      for (int n : numbers) {
        found.add(new Citation(n, start));
      }
      start = NONE;
    } else if (c != ' ') {
      start = NONE;
    }
  }

  private void endNumber() {
    if (number >= 1 && number <= sources && !numbers.contains(number)) {
      numbers.add(number);
    }
    number = NONE;
  }
}
