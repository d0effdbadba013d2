package dev.groundwire.ingestion.parse;

import java.util.List;
import java.util.Optional;

/**
 * What was read from a file.
 *
 * @param text without NUL, lone surrogates and carriage returns
 * @param blocks in the order of the text, not overlapping; only white space lies between them
 * @param mediaType what the content is, whatever the upload declared
 * @param language ISO 639-1 code where there is one, else ISO 639-3; empty when unsure
 * @param notes one sentence each for what was left out or repaired
 */
public record ParsedDocument(
    String text,
    List<Block> blocks,
    String mediaType,
    Optional<String> title,
    Optional<String> language,
    List<String> notes) {
  public ParsedDocument {
    blocks = List.copyOf(blocks);
    notes = List.copyOf(notes);
  }
}
