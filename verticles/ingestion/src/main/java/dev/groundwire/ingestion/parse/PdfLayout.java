package dev.groundwire.ingestion.parse;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Joins lines to paragraphs and takes short ones in clearly larger type for headings. */
final class PdfLayout {
  private static final double CLEARLY_LARGER = 1.15;
  private static final int LONGEST_HEADING = 160;
  private static final int HEADING_LEVELS = 4;

  /** A line that fills less of the column than this was ended on purpose. */
  private static final double FULL = 0.75;

  private final DocumentText into;
  private final double bodySize;
  private final List<Double> headingSizes;
  private final StringBuilder paragraph = new StringBuilder();
  private final Map<Integer, Double> columnWidths;
  private double paragraphSize;
  private PdfLines.@Nullable Line previous;

  private PdfLayout(List<PdfLines.Line> lines, DocumentText into) {
    this.into = into;
    Map<Double, Integer> letters = new HashMap<>();
    for (PdfLines.Line line : lines) {
      letters.merge(rounded(line.size()), line.text().length(), Integer::sum);
    }
    this.bodySize =
        letters.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(0.0);
    this.columnWidths = columnWidths(lines);
    this.headingSizes =
        letters.keySet().stream()
            .filter(size -> size >= bodySize * CLEARLY_LARGER)
            .sorted((a, b) -> Double.compare(b, a))
            .toList();
  }

  static void write(List<PdfLines.Line> lines, DocumentText into) {
    PdfLayout layout = new PdfLayout(lines, into);
    for (PdfLines.Line line : lines) {
      layout.add(line);
    }
    layout.flush();
  }

  private void add(PdfLines.Line line) {
    PdfLines.Line before = previous;
    boolean newPage = before == null || before.page() != line.page();
    if (newPage || line.opens() || rounded(line.size()) != paragraphSize) {
      flush();
    }
    if (newPage) {
      into.page(line.page());
    }
    if (paragraph.isEmpty()) {
      paragraphSize = rounded(line.size());
      paragraph.append(line.text());
    } else {
      join(
          line.text(),
          before != null && before.width() >= columnWidths.getOrDefault(line.page(), 0.0) * FULL);
    }
    previous = line;
  }

  /**
   * Mends a word cut at the line's end; a compound before a capital or a digit keeps its hyphen.
   */
  private void join(String next, boolean full) {
    int end = paragraph.length();
    boolean cut =
        end > 1
            && (paragraph.charAt(end - 1) == '-' || paragraph.charAt(end - 1) == '\u2010')
            && Character.isLowerCase(paragraph.charAt(end - 2))
            && Character.isLowerCase(next.charAt(0));
    if (cut) {
      paragraph.setLength(end - 1);
    } else {
      paragraph.append(full ? ' ' : '\n');
    }
    paragraph.append(next);
  }

  private void flush() {
    boolean large = paragraphSize >= bodySize * CLEARLY_LARGER;
    boolean wordy = paragraph.chars().filter(Character::isLetter).count() >= 3;
    if (large && wordy && paragraph.length() <= LONGEST_HEADING) {
      int rank = headingSizes.indexOf(paragraphSize);
      into.heading(Math.min(rank + 1, HEADING_LEVELS), paragraph);
    } else {
      into.paragraph(paragraph);
    }
    paragraph.setLength(0);
  }

  /** On each page, the width that most of its letters stand in lines of, or in shorter ones. */
  private static Map<Integer, Double> columnWidths(List<PdfLines.Line> lines) {
    Map<Integer, List<PdfLines.Line>> pages =
        lines.stream().collect(Collectors.groupingBy(PdfLines.Line::page));
    Map<Integer, Double> widths = new HashMap<>();
    pages.forEach((page, onPage) -> {
      List<PdfLines.Line> sorted =
          onPage.stream().sorted(Comparator.comparingDouble(PdfLines.Line::width)).toList();
      long letters = sorted.stream().mapToLong(line -> line.text().length()).sum();
      long passed = 0;
      for (PdfLines.Line line : sorted) {
        passed += line.text().length();
        if (passed * 10 >= letters * 7) {
          widths.put(page, (double) line.width());
          return;
        }
      }
    });
    return widths;
  }

  private static double rounded(float size) {
    return Math.round(size * 2) / 2.0;
  }
}
