package dev.groundwire.ingestion.chunk;

import dev.groundwire.ingestion.parse.BlockKind;
import dev.groundwire.ingestion.parse.ParsedDocument;
import java.util.List;
import java.util.Random;

/** Documents that no person would write. */
final class RandomDocument {
  private static final List<String> WORDS =
      List.of(
          "the",
          "house",
          "Dr.",
          "𐌲𐌿𐍄𐌹𐍃𐌺",
          "日本語のテキスト。",
          "internationalization",
          "e.g.",
          "3.14",
          "👩‍👩‍👧‍👦",
          "end.",
          "why?",
          "x",
          "word\nword",
          "اللغة",
          "x".repeat(700),
          "𐍃".repeat(90));

  private RandomDocument() {}

  static ParsedDocument of(Random random) {
    DocumentBuilder document = new DocumentBuilder().paragraph("start");
    int blocks = 1 + random.nextInt(40);
    for (int i = 0; i < blocks; i++) {
      int kind = random.nextInt(8);
      document.page(1 + i / 3);
      if (kind == 0) {
        document.heading(
            1 + random.nextInt(3), words(random, 1 + random.nextInt(4)).replace('\n', ' '));
      } else if (kind == 1) {
        document.block(BlockKind.TABLE_ROW, 0, words(random, 1 + random.nextInt(60)));
      } else if (kind == 2) {
        document.block(BlockKind.CODE, 0, words(random, 1 + random.nextInt(60)));
      } else {
        document.paragraph(words(random, 1 + random.nextInt(120)));
      }
    }
    return document.build();
  }

  private static String words(Random random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String word = WORDS.get(Math.min(random.nextInt(WORDS.size()), random.nextInt(WORDS.size())));
      text.append(text.isEmpty() ? "" : random.nextInt(20) == 0 ? "" : " ").append(word);
    }
    return text.toString();
  }
}
