package dev.groundwire.llm.extractive;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a passage into what can be quoted on its own. Lines that belong to one paragraph are joined,
 * because the lines of a PDF are no sentences; a question takes the sentence behind it along,
 * because alone it would be the best match and no answer; a row of a table stands alone.
 */
final class SentenceSplitter {
  private static final Pattern PARAGRAPH_END =
      Pattern.compile("\\R[ \\t]*\\R|\\R(?=[ \\t]*(?:[-*•#|>]+|\\d{1,3}[.)])[ \\t])");
  private static final int LONGEST = 400;
  private static final int LONGEST_HEADING = 60;
  private static final int FEWEST_TERMS = 2;

  private final List<Excerpt> excerpts = new ArrayList<>();
  private String heading = "";

  private SentenceSplitter() {}

  static List<Excerpt> split(String passage) {
    SentenceSplitter splitter = new SentenceSplitter();
    Matcher ends = PARAGRAPH_END.matcher(passage);
    int start = 0;
    while (ends.find()) {
      splitter.splitParagraph(passage, start, ends.start());
      start = ends.end();
    }
    splitter.splitParagraph(passage, start, passage.length());
    return splitter.excerpts;
  }

  private void splitParagraph(String passage, int from, int to) {
    TableRows table = TableRows.in(passage, from, to);
    if (table.size() > 0) {
      addRows(table);
      return;
    }
    int start = from;
    while (start < to && Character.isWhitespace(passage.charAt(start))) {
      start++;
    }
    int end = start + headingLength(passage.substring(start, to).strip());
    if (end > start) {
      heading = FoldedText.of(passage, start, end).withoutBullet().text();
    }
    splitLine(FoldedText.of(passage, end, to).withoutBullet());
  }

  private void addRows(TableRows table) {
    for (int at = 0; at < table.size(); at++) {
      FoldedText row = table.row(at);
      String words = table.words(at);
      if (words.length() > LONGEST) {
        addBounded(row, 0, row.text().length());
      } else {
        addUseful(row.excerpt(heading, words, 0, row.text().length()));
      }
    }
  }

  /** Length of a first line that is short, ends without a stop and precedes a capital; else 0. */
  private static int headingLength(String lines) {
    int end = lines.indexOf('\n');
    int length = end < 0 ? lines.length() : end;
    boolean isItem = FoldedText.startsWithBullet(lines) && !lines.startsWith("#");
    if (length == 0 || length > LONGEST_HEADING || isItem) {
      return 0;
    }
    String line = lines.substring(0, length).strip();
    String rest = lines.substring(length).strip();
    boolean isOpen = Character.isLetterOrDigit(line.charAt(line.length() - 1));
    return isOpen && (rest.isEmpty() || Character.isUpperCase(rest.charAt(0))) ? length : 0;
  }

  private void splitLine(FoldedText folded) {
    String line = folded.text();
    BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
    breaks.setText(line);
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
      String text = line.substring(start, end).strip();
      if (isAbbreviated(text) || (text.endsWith("?") && end < line.length())) {
        continue;
      }
      addBounded(folded, start, end);
      start = end;
    }
    addBounded(folded, start, line.length());
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

  /** What has no full stop for long (transcripts, long rows) is cut at spaces. */
  private void addBounded(FoldedText line, int from, int to) {
    String text = line.text();
    int start = from;
    while (to - start > LONGEST) {
      int cut = text.lastIndexOf(' ', start + LONGEST);
      if (cut < start + LONGEST / 2) {
        cut = start + LONGEST - (Character.isLowSurrogate(text.charAt(start + LONGEST)) ? 1 : 0);
      }
      addStripped(line, start, cut);
      start = text.charAt(cut) == ' ' ? cut + 1 : cut;
    }
    addStripped(line, start, to);
  }

  /** Folded text has no two spaces together. */
  private void addStripped(FoldedText line, int from, int to) {
    int start = from < to && line.text().charAt(from) == ' ' ? from + 1 : from;
    int end = start < to && line.text().charAt(to - 1) == ' ' ? to - 1 : to;
    if (start < end) {
      addUseful(line.excerpt(heading, start, end));
    }
  }

  /** Fragments of one word support nothing. */
  private void addUseful(Excerpt excerpt) {
    if (Terms.of(excerpt.text()).size() >= FEWEST_TERMS) {
      excerpts.add(excerpt);
    }
  }
}
