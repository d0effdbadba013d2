package dev.groundwire.chat;

import dev.groundwire.bus.llm.TokenUsage;
import java.util.Optional;

/**
 * How the text of an answer ended.
 *
 * @param usage as the model counted; empty when it was stopped before it could
 */
record Outcome(String finishReason, Optional<TokenUsage> usage) {
  static final String STOP = "stop";
  static final String LENGTH = "length";

  /** The model was stopped here. */
  static final Outcome TOO_LONG = new Outcome(LENGTH, Optional.empty());

  static final Outcome CANCELLED = new Outcome(EndedAnswer.CANCELLED, Optional.empty());

  /** No model was asked. */
  static final Outcome WITHOUT_MODEL = of(STOP, new TokenUsage(0, 0));

  /** The model came to its end. */
  static Outcome of(String finishReason, TokenUsage usage) {
    return new Outcome(finishReason, Optional.of(usage));
  }

  boolean isWhole() {
    return finishReason.equals(STOP);
  }
}
