package dev.groundwire.bus.llm;

import java.util.List;
import java.util.Optional;

/**
 * Text that came together.
 *
 * @param quotations of marks in this text, as far as the writer knows them
 * @param finishReason {@code stop} or {@code length} in the last batch, else empty
 * @param usage in the last batch, as the provider says or as counted here
 */
public record TokenBatch(
    String text,
    List<Quotation> quotations,
    Optional<String> finishReason,
    Optional<TokenUsage> usage)
    implements GenerationItem {
  /** Text within a stream, where the end is an item of its own. */
  public TokenBatch(String text, List<Quotation> quotations) {
    this(text, quotations, Optional.empty(), Optional.empty());
  }
}
