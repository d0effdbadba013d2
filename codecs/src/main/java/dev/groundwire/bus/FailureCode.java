package dev.groundwire.bus;

/**
 * Why a request failed. The number travels, so numbers never change and are never reused; one that
 * this node does not know reads as {@link #INTERNAL}.
 */
public enum FailureCode {
  INTERNAL(1, 500, false),
  INVALID_REQUEST(2, 400, false),
  UNAUTHENTICATED(3, 401, false),
  FORBIDDEN(4, 403, false),
  NOT_FOUND(5, 404, false),
  CONFLICT(6, 409, false),
  TOO_LARGE(7, 413, false),
  UNSUPPORTED_TYPE(8, 415, false),
  UNPROCESSABLE(9, 422, false),
  OVERLOADED(10, 503, true),
  UNAVAILABLE(11, 503, true),
  TIMEOUT(12, 504, true),
  UPSTREAM_FAILED(13, 502, true),
  RATE_LIMITED(14, 429, true);

  private final int number;
  private final int httpStatus;
  private final boolean retryable;

  FailureCode(int number, int httpStatus, boolean retryable) {
    this.number = number;
    this.httpStatus = httpStatus;
    this.retryable = retryable;
  }

  /** What crosses the wire. */
  public int number() {
    return number;
  }

  /** What a client of the public API sees. */
  public int httpStatus() {
    return httpStatus;
  }

  /** True when the same request may succeed later, unchanged. */
  public boolean retryable() {
    return retryable;
  }

  /** The code of that number, or {@link #INTERNAL} for one of a newer node. */
  public static FailureCode of(int number) {
    for (FailureCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    return INTERNAL;
  }
}
