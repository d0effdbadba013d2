package dev.groundwire.launcher.client;

/** What the server refused, or that it could not be reached; the message is for a person. */
public final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String reason;

  /** For what no single response stands for. */
  public ApiFailure(String message) {
    super(message);
    this.status = 0;
    this.reason = message;
  }

  /**
   * @param status of the response
   * @param reason as the server gave it
   */
  ApiFailure(int status, String request, String reason) {
    super("%s was refused: %s (%d)".formatted(request, reason, status));
    this.status = status;
    this.reason = reason;
  }

  ApiFailure(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
    this.reason = message;
  }

  /** Of the response; 0 when there was none. */
  public int status() {
    return status;
  }

  /** The server's own words, without the request. */
  public String reason() {
    return reason;
  }
}
