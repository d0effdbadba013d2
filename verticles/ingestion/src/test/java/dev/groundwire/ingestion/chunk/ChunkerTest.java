package dev.groundwire.ingestion.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.ingestion.parse.Block;
import dev.groundwire.ingestion.parse.BlockKind;
import dev.groundwire.ingestion.parse.ParsedDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkerTest {
  private static final ChunkLimits LIMITS = new ChunkLimits(40, 30, 8);

  /** Like a word-piece tokenizer: a token for each four letters of a word. */
  private static int pieces(String text) {
    int tokens = 0;
    for (String word : text.split("\\s+", -1)) {
      tokens += (word.codePointCount(0, word.length()) + 3) / 4;
    }
    return tokens;
  }

  /** A whole is more than its parts: line ends cost extra. */
  private static int piecesAndLines(String text) {
    return pieces(text) + 3 * (int) text.chars().filter(c -> c == '\n').count();
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void keepsItsPromisesForAnyText(long seed) {
    ParsedDocument document = RandomDocument.of(new Random(seed));
    for (ToIntFunction<String> counter : counters()) {
      assertPromises(document, chunk(document, LIMITS, counter), LIMITS, counter);
    }
  }

  @Test
  void makesOneChunkOfWhatFits() {
    ParsedDocument document =
        new DocumentBuilder().heading(1, "Title").paragraph("One. Two.").build();

    List<Chunk> chunks = chunk(document, LIMITS, ChunkerTest::pieces);

    assertThat(chunks).hasSize(1);
    assertThat(chunks.getFirst().text()).isEqualTo("Title\n\nOne. Two.");
    assertThat(chunks.getFirst().section()).isEqualTo("Title");
  }

  @Test
  void keepsAHeadingWithWhatFollows() {
    String sentence = "word ".repeat(24).strip() + ".";
    ParsedDocument document =
        new DocumentBuilder()
            .heading(1, "First")
            .paragraph(sentence)
            .heading(1, "Second")
            .paragraph(sentence)
            .build();

    List<Chunk> chunks = chunk(document, LIMITS, ChunkerTest::pieces);

    assertThat(chunks).extracting(Chunk::section).containsExactly("First", "Second");
    assertThat(chunks.get(1).text()).startsWith("Second");
  }

  @Test
  void repeatsWholeSentencesWithinASection() {
    StringBuilder text = new StringBuilder();
    for (int i = 10; i < 30; i++) {
      text.append("Sentence ").append(i).append(" is here. ");
    }
    ParsedDocument document = new DocumentBuilder().paragraph(text.toString().strip()).build();

    List<Chunk> chunks = chunk(document, LIMITS, ChunkerTest::pieces);

    for (int i = 1; i < chunks.size(); i++) {
      assertThat(chunks.get(i).start()).isLessThan(chunks.get(i - 1).end());
      assertThat(chunks.get(i).text()).startsWith("Sentence");
    }
  }

  @Test
  void doesNotTakeAnAbbreviationForTheEndOfASentence() {
    ParsedDocument document =
        new DocumentBuilder()
            .paragraph(
                "aaaa ".repeat(25)
                    + "met. Dr. Smith of Example Inc. was there on time today. "
                    + "bbbb ".repeat(20))
            .build();

    assertThat(chunk(document, LIMITS, ChunkerTest::pieces))
        .noneMatch(chunk -> chunk.text().endsWith("Dr."));
  }

  @Test
  void keepsEachPageApart() {
    String sentence = "word ".repeat(28).strip() + ".";
    ParsedDocument document =
        new DocumentBuilder()
            .page(1)
            .paragraph("One.")
            .page(2)
            .paragraph(sentence + " Two. Three.")
            .page(3)
            .paragraph("Four.")
            .build();

    List<Chunk> chunks = chunk(document, LIMITS, ChunkerTest::pieces);

    assertThat(chunks).extracting(Chunk::page).doesNotContain(Optional.empty());
    assertThat(chunks)
        .allSatisfy(chunk ->
            assertThat(document.blocks())
                .filteredOn(b -> b.start() < chunk.end() && b.end() > chunk.start())
                .extracting(Block::page)
                .containsOnly(chunk.page()));
    assertThat(chunks.getFirst().text()).isEqualTo("One.");
    assertThat(chunks.getLast().text()).isEqualTo("Four.");
  }

  @Test
  void asksForFewTextsEvenOfAGiantRun() {
    ParsedDocument document = new DocumentBuilder().paragraph("x".repeat(2_000_000)).build();
    List<Integer> calls = new ArrayList<>();
    ChunkLimits limits = new ChunkLimits(500, 400, 50);

    List<Chunk> chunks =
        new Chunker(limits)
            .chunk(
                document,
                texts -> {
                  calls.add(texts.size());
                  return texts.stream().map(ChunkerTest::pieces).toList();
                });

    assertPromises(document, chunks, limits, ChunkerTest::pieces);
    assertThat(calls).hasSizeLessThan(20).allMatch(size -> size <= 4096);
  }

  @Test
  void keepsACharacterThatIsBeyondTheLimitAlone() {
    ParsedDocument document = new DocumentBuilder().paragraph("𐌲𐌿").build();

    List<Chunk> chunks = chunk(document, new ChunkLimits(1, 1, 0), text -> text.length() * 2);

    assertThat(chunks).extracting(Chunk::text).containsExactly("𐌲", "𐌿");
  }

  private static List<ToIntFunction<String>> counters() {
    return List.of(ChunkerTest::pieces, ChunkerTest::piecesAndLines, ChunkerTest::codePoints);
  }

  private static List<Chunk> chunk(
      ParsedDocument document, ChunkLimits limits, ToIntFunction<String> counter) {
    return new Chunker(limits)
        .chunk(document, texts -> texts.stream().map(counter::applyAsInt).toList());
  }

  private static void assertPromises(
      ParsedDocument document,
      List<Chunk> chunks,
      ChunkLimits limits,
      ToIntFunction<String> counter) {
    String text = document.text();
    int covered = 0;
    for (int i = 0; i < chunks.size(); i++) {
      Chunk chunk = chunks.get(i);
      assertThat(chunk.ordinal()).isEqualTo(i);
      assertThat(chunk.text()).isEqualTo(text.substring(chunk.start(), chunk.end())).isNotBlank();
      assertThat(chunk.tokens())
          .isEqualTo(counter.applyAsInt(chunk.text()))
          .isLessThanOrEqualTo(limits.maxTokens());
      assertThat(Character.isLowSurrogate(chunk.text().charAt(0))).isFalse();
      assertThat(Character.isHighSurrogate(chunk.text().charAt(chunk.text().length() - 1)))
          .isFalse();
      if (chunk.start() > covered) {
        assertThat(text.substring(covered, chunk.start())).isBlank();
      }
      covered = Math.max(covered, chunk.end());
    }
    assertThat(text.substring(covered)).isBlank();
    assertThat(document.blocks()).isNotEmpty().anyMatch(block -> block.kind() != BlockKind.CODE);
  }
}
