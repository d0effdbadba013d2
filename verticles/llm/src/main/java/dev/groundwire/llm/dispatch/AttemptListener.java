package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.llm.CallEnded;

/** Is told how an attempt goes. All calls on the room's context, never within {@code start}. */
public interface AttemptListener {
  /** What the head of the response says of the provider's limits, before anything else. */
  void limits(ProviderLimits limits);

  /**
   * The first text or tool call is there, not handed on yet: from here on no other attempt is made.
   * Called once, before {@link #ended}.
   */
  void began();

  /** It is complete; the last call. */
  void ended(CallEnded how);

  /** It failed, before or after it began; the last call. */
  void failed(AttemptFailure why);
}
