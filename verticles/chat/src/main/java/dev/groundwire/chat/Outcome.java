package dev.groundwire.chat;

import dev.groundwire.bus.chat.Source;
import dev.groundwire.bus.llm.TokenUsage;

/** How the text of an answer ended. */
record Outcome(String finishReason, TokenUsage usage, boolean isNatural) {
  static final String STOP = "stop";
  static final String LENGTH = "length";

  private static final int CHARACTERS_A_TOKEN = 4;

  /** The model came to its end. */
  Outcome(String finishReason, TokenUsage usage) {
    this(finishReason, usage, true);
  }

  /** The model was stopped here. */
  static Outcome tooLong(LiveAnswer answer) {
    return new Outcome(LENGTH, rough(answer), false);
  }

  /** Four characters a token: for texts that were cut off before the model counted. */
  static TokenUsage rough(LiveAnswer answer) {
    int read = answer.question().text().length();
    for (Source source : answer.sources()) {
      read += source.text().length();
    }
    boolean isAsked = answer.model().isPresent();
    return new TokenUsage(
        isAsked ? Math.ceilDiv(read, CHARACTERS_A_TOKEN) : 0,
        isAsked ? Math.ceilDiv(answer.length(), CHARACTERS_A_TOKEN) : 0);
  }
}
