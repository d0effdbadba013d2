package dev.groundwire.ingestion.parse;

import java.util.List;
import java.util.Optional;

/**
 * A stretch of a document's text that belongs together.
 *
 * @param level of a heading, 1 the highest; 0 for everything else
 * @param start offset of the first character in the text, in UTF-16 units
 * @param end offset behind the last character
 * @param page counted from 1 (slides count as pages); empty for formats without pages
 * @param section the headings above it, outermost first; a heading's own text is the last of its
 *     path
 */
public record Block(
    BlockKind kind, int level, int start, int end, Optional<Integer> page, List<String> section) {
  public Block {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("block is empty or reversed: " + start + ".." + end);
    }
    section = List.copyOf(section);
  }
}
