package dev.groundwire.chat;

/** Ends the writing of an answer from within its story. Never leaves the room. */
final class InterruptedAnswer extends RuntimeException {
  private static final long serialVersionUID = 1;

  InterruptedAnswer() {
    super("interrupted", null, false, false);
  }
}
