package dev.groundwire.llm.dispatch;

/** What the submitter of a call holds. */
public interface Ticket {
  /**
   * Ends the call wherever it is, upstream at once. Its job is told nothing afterwards. Harmless
   * when it is over.
   */
  void cancel();
}
