package dev.groundwire.launcher.command;

/** Ends a command with one line that says what is wrong and what cures it. */
public final class UserFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For what the command could not do. */
  public static final int FAILED = 1;

  /** For a document that cannot be read. */
  public static final int BAD_DOCUMENT = 2;

  private final int exitCode;

  public UserFailure(String message) {
    this(FAILED, message);
  }

  UserFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
