package dev.groundwire.platform.config;

/** A configuration that cannot be used. The message is one line: key, value, what is allowed. */
public final class InvalidConfiguration extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InvalidConfiguration(String message) {
    super(message);
  }

  InvalidConfiguration(String message, Throwable cause) {
    super(message, cause);
  }
}
