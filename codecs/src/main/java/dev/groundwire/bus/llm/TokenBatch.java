package dev.groundwire.bus.llm;

import java.util.List;

/**
 * Text that came together.
 *
 * @param quotations of marks in this text, as far as the writer knows them
 */
public record TokenBatch(String text, List<Quotation> quotations) implements GenerationItem {
  public TokenBatch {
    quotations = List.copyOf(quotations);
  }
}
