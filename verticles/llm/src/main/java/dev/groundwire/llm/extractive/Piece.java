package dev.groundwire.llm.extractive;

import dev.groundwire.bus.llm.Quotation;
import java.util.Optional;

/** One step of an extractive answer. */
record Piece(String text, Optional<Sentence> quoted) {
  static Piece own(String text) {
    return new Piece(text, Optional.empty());
  }

  static Piece quoting(Sentence sentence) {
    String text = "\n\n" + sentence.text() + " [" + sentence.n() + "]";
    return new Piece(text, Optional.of(sentence));
  }

  /**
   * What the mark at its end stands for.
   *
   * @param offset in the answer at which this piece begins
   */
  Optional<Quotation> quotation(int offset) {
    int at = offset + text.lastIndexOf('[');
    return quoted.map(sentence ->
        new Quotation(sentence.n(), at, sentence.excerpt().start(), sentence.excerpt().end()));
  }
}
