package dev.groundwire.gateway.http;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.ext.web.handler.HttpException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a failure looks like from outside.
 *
 * @param headers that belong to it, beside those of every response
 * @param unexpected true when only the log may know the cause
 */
record Problem(
    int status, String type, String detail, Map<String, String> headers, boolean unexpected) {
  private static final String TYPES = "urn:groundwire:problem:";
  private static final String RETRY_AFTER_SECONDS = "2";
  private static final String UNEXPECTED =
      "Something went wrong here; the log has it under the request id.";

  /**
   * @param failure null when a router refused by status alone
   */
  static Problem of(@Nullable Throwable failure, int status) {
    return switch (failure) {
      case BusFailure known -> of(known);
      case HttpRefusal known ->
          new Problem(
              known.status(),
              typeOf(known.status()),
              String.valueOf(known.getMessage()),
              known.headers(),
              false);
      case HttpException refused when refused.getStatusCode() < 500 ->
          byStatus(refused.getStatusCode());
      case null -> byStatus(status);
      default ->
          status >= 400 && status < 500
              ? byStatus(status)
              : new Problem(500, TYPES + "internal", UNEXPECTED, Map.of(), true);
    };
  }

  private static Problem of(BusFailure known) {
    FailureCode code = known.code();
    Map<String, String> headers = new HashMap<>();
    if (code.retryable()) {
      headers.put("Retry-After", RETRY_AFTER_SECONDS);
    }
    return new Problem(
        code.httpStatus(),
        TYPES + code.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        code == FailureCode.INTERNAL ? UNEXPECTED : known.getMessage(),
        headers,
        code == FailureCode.INTERNAL);
  }

  private static Problem byStatus(int status) {
    String detail =
        switch (status) {
          case 400 -> "The request is not readable as HTTP; look at its path and headers.";
          case 404 -> "There is nothing at this path.";
          case 413 -> "The body is larger than allowed.";
          case 414 -> "The path and query are longer than allowed.";
          case 431 -> "The headers are larger than allowed.";
          default -> "The request was refused.";
        };
    return new Problem(status, typeOf(status), detail, Map.of(), false);
  }

  private static String typeOf(int status) {
    return TYPES
        + switch (status) {
          case 400 -> "invalid-request";
          case 401 -> "unauthenticated";
          case 403 -> "forbidden";
          case 404 -> "not-found";
          case 405 -> "method-not-allowed";
          case 408 -> "too-slow";
          case 413 -> "too-large";
          case 414 -> "uri-too-long";
          case 431 -> "headers-too-large";
          default -> "refused";
        };
  }
}
