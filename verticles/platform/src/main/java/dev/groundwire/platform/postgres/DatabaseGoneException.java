package dev.groundwire.platform.postgres;

/** The server did not answer at all. */
final class DatabaseGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DatabaseGoneException(String message, Throwable cause) {
    super(message, cause);
  }
}
