package dev.groundwire.gateway.http;

import java.time.Duration;
import java.util.Map;

/** A failure that only HTTP knows, where no {@code FailureCode} fits or headers belong to it. */
public final class HttpRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient Map<String, String> headers;
  private final transient Map<String, Object> members;

  public HttpRefusal(int status, String detail, Map<String, String> headers) {
    this(status, detail, headers, Map.of());
  }

  /**
   * @param members of the problem document, beside those of every one
   */
  public HttpRefusal(
      int status, String detail, Map<String, String> headers, Map<String, Object> members) {
    super(detail, null, false, false);
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.members = Map.copyOf(members);
  }

  /** The body took longer than that to arrive. */
  public static HttpRefusal tooSlow(Duration longest) {
    return new HttpRefusal(
        408, "The body did not arrive within " + longest.toSeconds() + " seconds.", Map.of());
  }

  int status() {
    return status;
  }

  Map<String, Object> members() {
    return members;
  }

  Map<String, String> headers() {
    return headers;
  }
}
