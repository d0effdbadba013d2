package dev.groundwire.launcher;

/** Why a node did not start; the message is one line for the person who started it. */
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
