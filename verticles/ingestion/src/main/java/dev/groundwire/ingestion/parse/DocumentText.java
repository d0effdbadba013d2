package dev.groundwire.ingestion.parse;

import dev.groundwire.ingestion.parse.ParseRefused.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Collects a document's blocks while a reader walks through it, and holds its size to the limit.
 */
final class DocumentText {
  /** Beyond it small neighbours share a block, so that a file of tiny rows stays affordable. */
  private static final int MANY_BLOCKS = 200_000;

  private static final int LONGEST_HEADING = 300;
  private static final int NOTES = 50;

  private record Heading(int level, String text) {}

  private final ParseLimits limits;
  private final Consumer<ParseProgress> progress;
  private final StringBuilder text = new StringBuilder();
  private final List<Block> blocks = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Heading> headings = new ArrayList<>();
  private List<String> section = List.of();
  private Optional<Integer> page = Optional.empty();
  private Optional<String> title = Optional.empty();
  private Optional<String> language = Optional.empty();

  DocumentText(ParseLimits limits, Consumer<ParseProgress> progress) {
    this.limits = limits;
    this.progress = progress;
  }

  ParseLimits limits() {
    return limits;
  }

  void progress(int done, int total) {
    progress.accept(new ParseProgress(done, total));
  }

  void page(int number) {
    page = Optional.of(number);
  }

  void title(String found) {
    String clean = TextCleaner.line(found);
    if (title.isEmpty() && !clean.isEmpty()) {
      title = Optional.of(clean);
    }
  }

  /** What the document says of itself; wins over detection. */
  void language(String declared) {
    language = Optional.of(declared);
  }

  void note(String sentence) {
    if (notes.size() < NOTES) {
      notes.add(sentence);
    }
  }

  /** A heading too long to be one is kept as a paragraph. */
  void heading(int level, CharSequence raw) {
    String line = TextCleaner.line(raw);
    if (line.length() > LONGEST_HEADING) {
      paragraph(line);
      return;
    }
    if (line.isEmpty()) {
      return;
    }
    while (!headings.isEmpty() && headings.getLast().level() >= level) {
      headings.removeLast();
    }
    headings.add(new Heading(level, line));
    section = headings.stream().map(Heading::text).toList();
    add(BlockKind.HEADING, level, line);
  }

  /** Forgets the headings so far: what follows stands under none of them. */
  void leaveSections() {
    headings.clear();
    section = List.of();
  }

  void paragraph(CharSequence raw) {
    add(BlockKind.PARAGRAPH, 0, TextCleaner.prose(raw));
  }

  void listItem(CharSequence raw) {
    add(BlockKind.LIST_ITEM, 0, TextCleaner.prose(raw));
  }

  void code(CharSequence raw) {
    add(BlockKind.CODE, 0, TextCleaner.verbatim(raw));
  }

  /** One line with its cells apart; cells that are empty at the end go, others keep their place. */
  void tableRow(List<String> cells) {
    int last = cells.size();
    while (last > 0 && cells.get(last - 1).isBlank()) {
      last--;
    }
    List<String> clean = cells.subList(0, last).stream().map(TextCleaner::line).toList();
    add(BlockKind.TABLE_ROW, 0, String.join(" | ", clean).strip());
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  ParsedDocument finish(String mediaType) {
    String all = text.toString();
    return new ParsedDocument(
        all, blocks, mediaType, title, language.or(() -> LanguageGuess.of(all)), notes);
  }

  private void add(BlockKind kind, int level, String content) {
    if (content.isEmpty()) {
      return;
    }
    if (text.length() + (long) content.length() + 2 > limits.maxCharacters()) {
      throw new ParseRefused(
          Reason.TOO_LARGE,
          "The document is too large (more than %,d characters of text): split it and upload the parts."
              .formatted(limits.maxCharacters()));
    }
    Block previous = blocks.isEmpty() ? null : blocks.getLast();
    boolean tight =
        previous != null
            && previous.kind() == kind
            && (kind == BlockKind.TABLE_ROW || kind == BlockKind.LIST_ITEM);
    if (previous != null) {
      text.append(tight ? "\n" : "\n\n");
    }
    int start = text.length();
    text.append(content);
    Block block = new Block(kind, level, start, text.length(), page, section);
    if (previous != null && blocks.size() >= MANY_BLOCKS && joins(previous, block)) {
      blocks.set(
          blocks.size() - 1, new Block(kind, level, previous.start(), block.end(), page, section));
    } else {
      blocks.add(block);
    }
  }

  private static boolean joins(Block previous, Block next) {
    return previous.kind() == next.kind()
        && next.kind() != BlockKind.HEADING
        && previous.page().equals(next.page())
        && previous.section().equals(next.section());
  }
}
