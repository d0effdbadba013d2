package dev.groundwire.launcher.client;

/** What the server refused, or that it could not be reached; the message is for a person. */
public final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status of the response; 0 when there was none
   */
  public ApiFailure(int status, String message) {
    super(message);
    this.status = status;
  }

  ApiFailure(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
  }

  public int status() {
    return status;
  }
}
