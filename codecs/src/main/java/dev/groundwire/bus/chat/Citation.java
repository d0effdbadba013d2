package dev.groundwire.bus.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * A mark in an answer. Where a sentence was quoted, it says which; the members are left out of JSON
 * where the writer, as a language model, does not.
 *
 * @param n which source
 * @param at offset in the answer's text where the mark {@code [n]} begins, in UTF-16 units
 * @param start offset of the sentence in the document's text, within its source
 * @param end offset behind its last character
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Citation(int n, int at, Optional<Integer> start, Optional<Integer> end) {
  /** For the whole of its source. */
  public Citation(int n, int at) {
    this(n, at, Optional.empty(), Optional.empty());
  }
}
