package dev.groundwire.chat;

import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.Citation;
import dev.groundwire.bus.llm.TokenUsage;
import java.util.List;
import java.util.Optional;

/**
 * An answer as far as it is written, taken from the loop: nothing writes to it any more.
 *
 * @param promptCharacters that a model has been given
 */
record WrittenAnswer(
    AnswerState state,
    AnswerLog log,
    SourceList sources,
    List<Citation> citations,
    Optional<String> model,
    int promptCharacters) {
  private static final int CHARACTERS_A_TOKEN = 4;

  WrittenAnswer {
    citations = List.copyOf(citations);
  }

  /** Four characters a token: for texts that were cut off before the model counted. */
  TokenUsage roughUsage() {
    return promptCharacters == 0
        ? new TokenUsage(0, 0)
        : new TokenUsage(
            Math.ceilDiv(promptCharacters, CHARACTERS_A_TOKEN),
            Math.ceilDiv(log.textLength(), CHARACTERS_A_TOKEN));
  }
}
