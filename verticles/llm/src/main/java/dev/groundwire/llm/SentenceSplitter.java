package dev.groundwire.llm;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Cuts a passage into what can be quoted on its own. Lines that belong to one paragraph are joined,
 * because the lines of a PDF are no sentences; a question takes the sentence behind it along,
 * because alone it would be the best match and no answer.
 */
final class SentenceSplitter {
  private static final Pattern PARAGRAPH_END =
      Pattern.compile("\\R[ \\t]*\\R|\\R(?=[ \\t]*(?:[-*•#|>]+|\\d{1,3}[.)])[ \\t])");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern BULLET = Pattern.compile("^(?:[-*•>#]+|\\d{1,3}[.)])\\s+");
  private static final int LONGEST = 400;
  private static final int LONGEST_HEADING = 60;
  private static final int FEWEST_TERMS = 2;

  private final List<Excerpt> excerpts = new ArrayList<>();
  private String heading = "";

  private SentenceSplitter() {}

  static List<Excerpt> split(String passage) {
    SentenceSplitter splitter = new SentenceSplitter();
    for (String paragraph : PARAGRAPH_END.split(passage, -1)) {
      String lines = paragraph.strip();
      int end = headingLength(lines);
      if (end > 0) {
        splitter.heading = oneLine(lines.substring(0, end));
      }
      splitter.splitParagraph(oneLine(lines.substring(end)));
    }
    return splitter.excerpts;
  }

  private static String oneLine(String lines) {
    return BULLET.matcher(SPACE.matcher(lines).replaceAll(" ").strip()).replaceFirst("");
  }

  /** Length of a first line that is short, ends without a stop and precedes a capital; else 0. */
  private static int headingLength(String lines) {
    int end = lines.indexOf('\n');
    int length = end < 0 ? lines.length() : end;
    boolean isItem = BULLET.matcher(lines).find() && !lines.startsWith("#");
    if (length == 0 || length > LONGEST_HEADING || isItem) {
      return 0;
    }
    String line = lines.substring(0, length).strip();
    String rest = lines.substring(length).strip();
    boolean isOpen = Character.isLetterOrDigit(line.charAt(line.length() - 1));
    return isOpen && (rest.isEmpty() || Character.isUpperCase(rest.charAt(0))) ? length : 0;
  }

  private void splitParagraph(String line) {
    BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
    breaks.setText(line);
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
      String text = line.substring(start, end).strip();
      if (isAbbreviated(text) || (text.endsWith("?") && end < line.length())) {
        continue;
      }
      addBounded(text);
      start = end;
    }
    addBounded(line.substring(start).strip());
  }

  /** {@code Dr.}, {@code e.g.} and initials end no sentence. */
  private static boolean isAbbreviated(String text) {
    if (!text.endsWith(".")) {
      return false;
    }
    String last = text.substring(Math.max(text.lastIndexOf(' '), text.lastIndexOf('(')) + 1);
    return switch (last) {
      case "e.g.", "i.e.", "Dr.", "Mr.", "Mrs.", "Ms.", "No.", "vs.", "Fig.", "approx.", "al." ->
          true;
      default -> last.length() == 2 && Character.isUpperCase(last.charAt(0));
    };
  }

  /** What has no full stop for long (tables, transcripts) is cut at spaces. */
  private void addBounded(String text) {
    String rest = text;
    while (rest.length() > LONGEST) {
      int cut = rest.lastIndexOf(' ', LONGEST);
      if (cut < LONGEST / 2) {
        cut = Character.isLowSurrogate(rest.charAt(LONGEST)) ? LONGEST - 1 : LONGEST;
      }
      addUseful(rest.substring(0, cut).strip());
      rest = rest.substring(cut).strip();
    }
    addUseful(rest);
  }

  /** Fragments of one word support nothing. */
  private void addUseful(String text) {
    if (Terms.of(text).size() >= FEWEST_TERMS) {
      excerpts.add(new Excerpt(heading, text));
    }
  }
}
