package dev.groundwire.gateway.http;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a failure looks like from outside.
 *
 * @param type a URN
 * @param members that belong to it, beside those of every document
 * @param headers that belong to it, beside those of every response
 * @param unexpected true when only the log may know the cause
 */
public record Problem(
    int status,
    String type,
    String detail,
    Map<String, Object> members,
    Map<String, String> headers,
    boolean unexpected) {
  private static final String TYPES = "urn:groundwire:problem:";
  private static final String RETRY_AFTER_SECONDS = "2";
  private static final String UNEXPECTED =
      "Something went wrong here; the log has it under the request id.";

  /**
   * @param failure null when a router refused by status alone
   */
  public static Problem of(@Nullable Throwable failure, int status) {
    return switch (failure) {
      case BusFailure known -> of(known);
      case StoredFailure stored -> of(stored);
      case HttpRefusal known ->
          new Problem(
              known.status(),
              typeOf(known.status()),
              String.valueOf(known.getMessage()),
              known.members(),
              known.headers(),
              false);
      case HttpException refused when refused.getStatusCode() < 500 ->
          byStatus(refused.getStatusCode());
      case null -> byStatus(status);
      default ->
          status >= 400 && status < 500
              ? byStatus(status)
              : new Problem(
                  500, typeOf(FailureCode.INTERNAL), UNEXPECTED, Map.of(), Map.of(), true);
    };
  }

  private static Problem of(BusFailure known) {
    FailureCode code = known.code();
    Map<String, String> headers = new HashMap<>();
    known
        .retryAfter()
        .map(Problem::wholeSeconds)
        .or(() -> code.retryable() ? Optional.of(RETRY_AFTER_SECONDS) : Optional.empty())
        .ifPresent(seconds -> headers.put("Retry-After", seconds));
    return new Problem(
        code.httpStatus(),
        typeOf(code),
        code == FailureCode.INTERNAL ? UNEXPECTED : known.getMessage(),
        Map.of(),
        headers,
        code == FailureCode.INTERNAL);
  }

  /** Rounded up: a client that comes a moment too early is refused again. */
  private static String wholeSeconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
  }

  /** Who stored it has logged what nobody expected. */
  private static Problem of(StoredFailure stored) {
    Problem bare = of(stored.failure());
    return new Problem(
        bare.status,
        bare.type,
        bare.detail,
        Map.of(stored.member(), stored.id()),
        bare.headers,
        false);
  }

  /**
   * The code behind a document's type, or {@code INTERNAL} for one that this node does not know.
   */
  static FailureCode codeOf(String type) {
    return Stream.of(FailureCode.values())
        .filter(code -> typeOf(code).equals(type))
        .findFirst()
        .orElse(FailureCode.INTERNAL);
  }

  private static String typeOf(FailureCode code) {
    return TYPES + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
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
    return new Problem(status, typeOf(status), detail, Map.of(), Map.of(), false);
  }

  /** The last word of its type. */
  String code() {
    return type.substring(TYPES.length());
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
          case 409 -> "conflict";
          case 413 -> "too-large";
          case 414 -> "uri-too-long";
          case 431 -> "headers-too-large";
          default -> "refused";
        };
  }
}
