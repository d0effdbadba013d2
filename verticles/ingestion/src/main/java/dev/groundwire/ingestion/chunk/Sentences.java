package dev.groundwire.ingestion.chunk;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.text.FilteredBreakIteratorBuilder;
import com.ibm.icu.util.ULocale;
import dev.groundwire.ingestion.parse.Block;
import dev.groundwire.ingestion.parse.BlockKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts blocks into sentences, or into lines where lines mean something. */
final class Sentences {
  /** Looking for the end of a sentence beyond it does not pay. */
  private static final int SEGMENT = 50_000;

  private static final List<String> ABBREVIATIONS =
      List.of(
          "Dr.", "Mr.", "Mrs.", "Ms.", "Prof.", "St.", "No.", "Nr.", "Fig.", "Abb.", "Tab.", "Eq.",
          "Sec.", "Art.", "Abs.", "Ch.", "vol.", "Vol.", "pp.", "p.", "cf.", "e.g.", "i.e.", "etc.",
          "vs.", "approx.", "z.B.", "z. B.", "d.h.", "bzw.", "usw.", "ca.", "Jan.", "Feb.", "Mar.",
          "Apr.", "Jun.", "Jul.", "Aug.", "Sep.", "Sept.", "Oct.", "Nov.", "Dec.", "Inc.", "Ltd.",
          "Co.", "Corp.", "U.S.");

  private final BreakIterator sentences;
  private final int longest;

  /**
   * @param longest characters of a span; a longer one is cut before anybody counts its tokens
   */
  Sentences(Optional<String> language, int longest) {
    FilteredBreakIteratorBuilder builder =
        FilteredBreakIteratorBuilder.getInstance(ULocale.forLanguageTag(language.orElse("en")));
    ABBREVIATIONS.forEach(builder::suppressBreakAfter);
    this.sentences =
        builder.wrapIteratorWithFilter(
            BreakIterator.getSentenceInstance(ULocale.forLanguageTag(language.orElse("en"))));
    this.longest = longest;
  }

  List<Span> of(String text, Block block) {
    List<Span> spans = new ArrayList<>();
    if (block.kind() == BlockKind.PARAGRAPH || block.kind() == BlockKind.LIST_ITEM) {
      int at = block.start();
      while (at < block.end()) {
        int end =
            block.end() - at <= SEGMENT
                ? block.end()
                : Cut.near(text, at, block.end(), at + SEGMENT);
        sentences(text, at, end, block, spans);
        at = end;
      }
    } else if (block.kind() == BlockKind.HEADING) {
      add(text, block.start(), block.end(), block, spans);
    } else {
      lines(text, block, spans);
    }
    return spans;
  }

  /** A line's end inside a paragraph is no sentence's end: the iterator is shown a blank there. */
  private void sentences(String text, int from, int to, Block block, List<Span> spans) {
    sentences.setText(text.substring(from, to).replace('\n', ' '));
    int start = sentences.first();
    for (int end = sentences.next(); end != BreakIterator.DONE; end = sentences.next()) {
      add(text, from + start, from + end, block, spans);
      start = end;
    }
  }

  private void lines(String text, Block block, List<Span> spans) {
    int at = block.start();
    while (at < block.end()) {
      int lineEnd = text.indexOf('\n', at);
      int end = lineEnd < 0 || lineEnd > block.end() ? block.end() : lineEnd;
      add(text, at, end, block, spans);
      at = end + 1;
    }
  }

  /** Adds the stretch without the white space around it, cut where it is too long. */
  private void add(String text, int from, int to, Block block, List<Span> spans) {
    int start = from;
    int end = to;
    while (start < end && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    while (end - start > longest) {
      int cut = Cut.near(text, start, end, start + longest);
      spans.add(new Span(start, cut, block));
      start = cut;
    }
    if (start < end) {
      spans.add(new Span(start, end, block));
    }
  }
}
