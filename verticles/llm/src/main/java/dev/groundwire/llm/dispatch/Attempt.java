package dev.groundwire.llm.dispatch;

/** One try to have one provider serve a call. All calls on the room's context. */
public interface Attempt {
  /** Begins it; called once. */
  void start(AttemptListener listener);

  /** Stops it upstream at once; nothing is told afterwards. Harmless when it is over. */
  void cancel();
}
