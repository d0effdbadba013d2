package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.TokenUsage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of an answer besides its text. */
final class Tally {
  private final int roughPromptTokens;
  private int characters;
  private boolean begun;
  private boolean done;
  private @Nullable String finishReason;
  private @Nullable TokenUsage counted;

  /**
   * @param roughPromptTokens for a provider that does not count
   */
  Tally(int roughPromptTokens) {
    this.roughPromptTokens = roughPromptTokens;
  }

  void wrote(int more) {
    characters += more;
  }

  void begin() {
    begun = true;
  }

  boolean hasBegun() {
    return begun;
  }

  void done() {
    done = true;
  }

  boolean isDone() {
    return done;
  }

  void finish(String reason) {
    finishReason = reason;
  }

  @Nullable String finishReason() {
    return finishReason;
  }

  void count(TokenUsage usage) {
    counted = usage;
  }

  /** By the provider; empty when it has not said anything. */
  Optional<TokenUsage> told() {
    return Optional.ofNullable(counted);
  }

  /** As the provider says, or as counted here so far. */
  TokenUsage usage() {
    TokenUsage known = counted;
    return known == null
        ? new TokenUsage(roughPromptTokens, RoughTokens.ofLength(characters))
        : known;
  }
}
