package dev.groundwire.ingestion.chunk;

import dev.groundwire.ingestion.parse.Block;
import dev.groundwire.ingestion.parse.ParsedDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Cuts documents along their structure into passages that fit the embedding model. */
public final class Chunker {
  /** No tokenizer makes fewer tokens of this many letters of a language. */
  private static final int CHARACTERS_PER_TOKEN = 8;

  private final ChunkLimits limits;

  public Chunker(ChunkLimits limits) {
    this.limits = limits;
  }

  /**
   * Cuts a document. All its words are in some passage, each of one page, so that a citation names
   * the page its words are on; a document without pages that fits the limit is one passage.
   *
   * @param tokenizer counts the tokens of each text as the embedding model does, without its
   *     special tokens; asked for at most 4096 texts and a million characters at a time
   */
  public List<Chunk> chunk(
      ParsedDocument document, Function<List<String>, List<Integer>> tokenizer) {
    if (document.blocks().isEmpty()) {
      return List.of();
    }
    String text = document.text();
    TokenCounter counter = new TokenCounter(text, tokenizer);
    Optional<Chunk> whole = whole(document, counter);
    if (whole.isPresent()) {
      return List.of(whole.get());
    }
    List<Unit> units = units(document, counter);
    List<List<Unit>> passages = new ArrayList<>();
    for (List<Unit> page : pages(units)) {
      passages.addAll(new Packer(limits).pack(page));
    }
    return new Verification(text, counter, limits).chunks(passages);
  }

  private static List<List<Unit>> pages(List<Unit> units) {
    List<List<Unit>> pages = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i <= units.size(); i++) {
      if (i == units.size() || !page(units.get(i)).equals(page(units.get(begin)))) {
        pages.add(units.subList(begin, i));
        begin = i;
      }
    }
    return pages;
  }

  private static Optional<Integer> page(Unit unit) {
    return unit.block().page();
  }

  private Optional<Chunk> whole(ParsedDocument document, TokenCounter counter) {
    List<Block> blocks = document.blocks();
    Span all = new Span(blocks.getFirst().start(), blocks.getLast().end(), blocks.getFirst());
    if (all.length() > (long) limits.maxTokens() * CHARACTERS_PER_TOKEN
        || !blocks.getLast().page().equals(blocks.getFirst().page())) {
      return Optional.empty();
    }
    int tokens = counter.count(List.of(all)).getFirst();
    return tokens > limits.maxTokens()
        ? Optional.empty()
        : Optional.of(
            Verification.chunk(
                0,
                document.text(),
                blocks.stream().map(b -> new Unit(b.start(), b.end(), b, 0)).toList(),
                tokens));
  }

  /** None of them has more tokens than the limit, but for a single character that has. */
  private List<Unit> units(ParsedDocument document, TokenCounter counter) {
    Sentences sentences =
        new Sentences(document.language(), limits.maxTokens() * CHARACTERS_PER_TOKEN / 2);
    List<Unit> units = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    for (Block block : document.blocks()) {
      spans.addAll(sentences.of(document.text(), block));
    }
    List<Integer> counts = counter.count(spans);
    for (int i = 0; i < spans.size(); i++) {
      if (counts.get(i) <= limits.maxTokens()) {
        units.add(unit(spans.get(i), counts.get(i)));
      } else {
        units.addAll(halves(spans.get(i), document.text(), counter));
      }
    }
    return units;
  }

  private List<Unit> halves(Span tooLong, String text, TokenCounter counter) {
    List<Unit> units = new ArrayList<>();
    List<Span> left = List.of(tooLong);
    while (!left.isEmpty()) {
      List<Span> smaller = new ArrayList<>();
      for (Span span : left) {
        int cut = Cut.near(text, span.start(), span.end(), span.start() + span.length() / 2);
        smaller.add(new Span(span.start(), cut, span.block()));
        if (cut < span.end()) {
          smaller.add(new Span(cut, span.end(), span.block()));
        }
      }
      List<Integer> counts = counter.count(smaller);
      left = new ArrayList<>();
      for (int i = 0; i < smaller.size(); i++) {
        Span span = smaller.get(i);
        boolean whole = text.codePointCount(span.start(), span.end()) == 1;
        if (counts.get(i) <= limits.maxTokens() || whole) {
          units.add(unit(span, counts.get(i)));
        } else {
          left.add(span);
        }
      }
    }
    units.sort(Comparator.comparingInt(Unit::start));
    return units;
  }

  private static Unit unit(Span span, int tokens) {
    return new Unit(span.start(), span.end(), span.block(), tokens);
  }
}
