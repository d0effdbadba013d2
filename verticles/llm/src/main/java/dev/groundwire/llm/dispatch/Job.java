package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.llm.ProviderConfig;

/**
 * A client's call as the dispatcher sees it. All calls on the room's context. Exactly one of {@link
 * #ended} and {@link #failed} is told, or none when its ticket is cancelled.
 */
public interface Job {
  /** Tokens of the prompt, roughly, and the most it may write: what is reserved for it. */
  int estimatedTokens();

  /**
   * A new attempt, not started.
   *
   * @param model as the provider names it
   */
  Attempt attemptAt(ProviderConfig provider, String model);

  /**
   * Tokens it has used so far, roughly; what is settled when it is cancelled or breaks off before
   * its provider has counted. All that is reserved, for a job that does not count.
   */
  default TokenUsage usageSoFar() {
    return new TokenUsage(estimatedTokens(), 0);
  }

  /** What is asked, as JSON for a span; before an attempt begins. */
  default String inputMessages() {
    return "[]";
  }

  /** What was handed on so far, as JSON for a span. */
  default String outputMessages() {
    return "[]";
  }

  /** It waits; told when the position changes. */
  void queued(int position);

  /** An attempt began: its text follows from the attempt itself. */
  void began(String provider, String model);

  /** The last call of a job that went well. */
  void ended(CallEnded how);

  /** The last call of a job that did not; with the time after which it may go better. */
  void failed(BusFailure why);
}
