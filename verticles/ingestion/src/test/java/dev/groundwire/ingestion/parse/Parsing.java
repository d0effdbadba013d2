package dev.groundwire.ingestion.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads samples in this process and checks what holds for every document. */
final class Parsing {
  private Parsing() {}

  static ParsedDocument parse(byte[] content, String name) {
    return parse(content, name, ParseLimits.standard());
  }

  static ParsedDocument parse(byte[] content, String name, ParseLimits limits) {
    Path file = write(content);
    try {
      ParsedDocument document =
          new DocumentParser(limits)
              .parse(file, name, "", progress -> assertThat(progress.done()).isPositive());
      assertConsistent(document);
      return document;
    } finally {
      file.toFile().deleteOnExit();
    }
  }

  static ParseRefused refusal(byte[] content, String name) {
    return catchThrowableOfType(ParseRefused.class, () -> parse(content, name));
  }

  static List<String> blocks(ParsedDocument document, BlockKind kind) {
    return document.blocks().stream()
        .filter(block -> block.kind() == kind)
        .map(block -> document.text().substring(block.start(), block.end()))
        .toList();
  }

  private static void assertConsistent(ParsedDocument document) {
    int end = 0;
    for (Block block : document.blocks()) {
      assertThat(document.text().substring(end, block.start())).isBlank();
      assertThat(document.text().substring(block.start(), block.end())).isNotBlank();
      end = block.end();
    }
    assertThat(end).isEqualTo(document.text().length());
    assertThat(document.text()).doesNotContain("\0", "\r");
  }

  private static Path write(byte[] content) {
    try {
      return Files.write(Files.createTempFile("sample-", ""), content);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }
}
