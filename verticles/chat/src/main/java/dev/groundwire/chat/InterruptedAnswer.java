package dev.groundwire.chat;

/** Ends the writing of an answer from within its story. Never leaves the room. */
final class InterruptedAnswer extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Interruption why;

  InterruptedAnswer(Interruption why) {
    super("interrupted", null, false, false);
    this.why = why;
  }

  Interruption why() {
    return why;
  }
}
