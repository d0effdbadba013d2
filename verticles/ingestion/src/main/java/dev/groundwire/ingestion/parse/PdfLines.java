package dev.groundwire.ingestion.parse;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/**
 * The lines of a PDF with what tells headings and paragraphs. Lines come in the order in which the
 * file draws them: sorting by position would mix columns.
 */
final class PdfLines extends PDFTextStripper {
  /**
   * A line of text.
   *
   * @param size of most of its letters, in points
   * @param width from its first letter to its last, in points
   * @param opens whether a paragraph begins with it
   */
  record Line(String text, int page, float size, float width, boolean opens) {}

  /** A page of small print has 20,000; each costs some 300 bytes until its page is done. */
  private static final int MOST_GLYPHS = 500_000;

  /** Some 10 seconds of work; maps and plans, the largest honest pages, have a few millions. */
  private static final int MOST_OPERATORS = 50_000_000;

  private final int maxCharacters;
  private final List<Line> lines = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int positions;
  private int glyphs;
  private int operators;
  private int page;
  private float size;
  private float left;
  private float right;
  private boolean opens = true;

  PdfLines(int maxCharacters) {
    this.maxCharacters = maxCharacters;
  }

  List<Line> lines() {
    return lines;
  }

  /** Whether the page has text. */
  boolean read(PDDocument pdf, int number) throws IOException {
    int before = lines.size();
    page = number;
    glyphs = 0;
    operators = 0;
    opens = true;
    setStartPage(number);
    setEndPage(number);
    writeText(pdf, Writer.nullWriter());
    finishLine();
    return lines.size() > before;
  }

  /** Counted where glyphs arrive: a hostile page is stopped before all of it is kept. */
  @Override
  protected void processTextPosition(TextPosition position) {
    positions++;
    glyphs++;
    if (glyphs > MOST_GLYPHS) {
      throw ParseRefused.hostile("page " + page + " has more letters than fit on a page");
    }
    if (positions > maxCharacters) {
      throw ParseRefused.tooLarge("more than %,d characters of text".formatted(maxCharacters));
    }
    super.processTextPosition(position);
  }

  /** A page may draw forms that draw forms: few bytes, and no end. */
  @Override
  protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
    operators++;
    if (operators > MOST_OPERATORS) {
      throw ParseRefused.hostile("page " + page + " draws without end");
    }
    super.processOperator(operator, operands);
  }

  @Override
  protected void writeString(String words, List<TextPosition> letters) {
    if (!letters.isEmpty()) {
      TextPosition first = letters.getFirst();
      TextPosition last = letters.getLast();
      if (text.isEmpty()) {
        left = first.getXDirAdj();
        size = letters.get(letters.size() / 2).getFontSizeInPt();
      }
      right = last.getXDirAdj() + last.getWidthDirAdj();
    }
    text.append(words);
  }

  @Override
  protected void writeWordSeparator() {
    text.append(' ');
  }

  @Override
  protected void writeLineSeparator() {
    finishLine();
  }

  @Override
  protected void writeParagraphStart() {
    finishLine();
    opens = true;
  }

  @Override
  protected void writeParagraphEnd() {
    finishLine();
    opens = true;
  }

  private void finishLine() {
    String line = TextCleaner.line(text);
    text.setLength(0);
    if (!line.isEmpty()) {
      lines.add(new Line(line, page, size, Math.abs(right - left), opens));
      opens = false;
    }
  }
}
