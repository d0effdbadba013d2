package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.llm.TokenUsage;
import java.util.Optional;

/** One try to have one provider serve a call. All calls on the room's context. */
public interface Attempt {
  /** Begins it; called once. */
  void start(AttemptListener listener);

  /** Stops it upstream at once; nothing is told afterwards. Harmless when it is over. */
  void cancel();

  /**
   * What it used so far by its provider's count, as far as that was told: what is settled when it
   * does not end well. Empty when the provider has said nothing.
   */
  default Optional<TokenUsage> usage() {
    return Optional.empty();
  }

  /** Which model writes, as the provider names it in its answer; empty when it does not. */
  default Optional<String> model() {
    return Optional.empty();
  }
}
