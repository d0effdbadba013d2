package dev.groundwire.ingestion.chunk;

import dev.groundwire.ingestion.parse.Block;
import dev.groundwire.ingestion.parse.BlockKind;
import dev.groundwire.ingestion.parse.ParsedDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts documents together as the parser would. */
final class DocumentBuilder {
  private final StringBuilder text = new StringBuilder();
  private final List<Block> blocks = new ArrayList<>();
  private final List<String> section = new ArrayList<>();
  private Optional<Integer> page = Optional.empty();

  DocumentBuilder page(int number) {
    page = Optional.of(number);
    return this;
  }

  DocumentBuilder heading(int level, String heading) {
    while (section.size() >= level) {
      section.removeLast();
    }
    section.add(heading);
    return block(BlockKind.HEADING, level, heading);
  }

  DocumentBuilder paragraph(String paragraph) {
    return block(BlockKind.PARAGRAPH, 0, paragraph);
  }

  DocumentBuilder block(BlockKind kind, int level, String content) {
    if (!text.isEmpty()) {
      text.append("\n\n");
    }
    int start = text.length();
    text.append(content);
    blocks.add(new Block(kind, level, start, text.length(), page, List.copyOf(section)));
    return this;
  }

  ParsedDocument build() {
    return new ParsedDocument(
        text.toString(), blocks, "text/plain", Optional.empty(), Optional.empty(), List.of());
  }
}
