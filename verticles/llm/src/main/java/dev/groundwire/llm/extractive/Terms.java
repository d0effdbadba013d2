package dev.groundwire.llm.extractive;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a text that carry meaning, lower-cased and lightly stemmed. One pass over the
 * characters; Chinese and Japanese, which write no spaces, count by the character.
 */
final class Terms {
  private static final Set<String> EMPTY_WORDS =
      Set.of(
          ("a about also am an and any are as at be been being but by can could did do does done"
                  + " for from had has have he her him his how i if in into is it its just may me"
                  + " might my no not of on or our out per shall she should so some such than that"
                  + " the their them then there these they this those to too us very was we were"
                  + " what when where which while who whom whose why will with would you your"
                  + " tell give explain describe please many much")
              .split(" "));

  private Terms() {}

  static Set<String> of(String text) {
    Set<String> terms = new LinkedHashSet<>();
    StringBuilder word = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (Character.isIdeographic(c) || isKana(c)) {
        add(word, terms);
        terms.add(String.valueOf(c));
      } else if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
        word.append(c);
      } else {
        add(word, terms);
      }
    }
    add(word, terms);
    return terms;
  }

  private static boolean isKana(char c) {
    return c >= '\u3040' && c <= '\u30ff';
  }

  private static void add(StringBuilder word, Set<String> terms) {
    if (!word.isEmpty()) {
      String lower = word.toString().toLowerCase(Locale.ROOT);
      word.setLength(0);
      boolean isLetter = lower.length() == 1 && Character.isLetter(lower.charAt(0));
      if (!isLetter && !EMPTY_WORDS.contains(lower)) {
        terms.add(stem(lower));
      }
    }
  }

  /** English endings only: words of other languages mostly keep theirs, and still match. */
  private static String stem(String word) {
    if (word.length() < 4 || Character.isDigit(word.charAt(0))) {
      return word;
    }
    String stem = word;
    if (stem.endsWith("ies") && stem.length() > 4) {
      stem = stem.substring(0, stem.length() - 3) + "y";
    } else if (stem.endsWith("sses") || stem.endsWith("xes") || stem.endsWith("ches")) {
      stem = stem.substring(0, stem.length() - 2);
    } else if (stem.endsWith("s") && !stem.endsWith("ss") && !stem.endsWith("us")) {
      stem = stem.substring(0, stem.length() - 1);
    }
    if (stem.endsWith("ing") && stem.length() > 5) {
      stem = stem.substring(0, stem.length() - 3);
    } else if (stem.endsWith("ed") && stem.length() > 4) {
      stem = stem.substring(0, stem.length() - 2);
    }
    return stem.endsWith("e") && stem.length() > 4 ? stem.substring(0, stem.length() - 1) : stem;
  }
}
