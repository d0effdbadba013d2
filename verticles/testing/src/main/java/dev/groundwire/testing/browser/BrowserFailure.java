package dev.groundwire.testing.browser;

/** The browser refused a command, or did not answer it. */
public final class BrowserFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  BrowserFailure(String message) {
    super(message);
  }

  BrowserFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
