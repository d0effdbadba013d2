package dev.groundwire.llm.protocol;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.llm.dispatch.AttemptFailure;
import dev.groundwire.llm.dispatch.AttemptFailure.Kind;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Says what a provider's error means for the person who asked. Quotes neither key nor prompt. */
final class Refusal {
  private Refusal() {}

  /**
   * A response that is not 200.
   *
   * @param said the provider's own words
   * @param toShow what of it whoever made the request may read: empty where it is not theirs
   */
  static AttemptFailure ofStatus(
      int status, String said, Optional<String> toShow, Optional<Duration> retryAfter) {
    String words = said.toLowerCase(Locale.ROOT);
    return switch (status) {
      case 401, 402, 403 ->
          refuses("The model provider refused the key (" + status + "); check its api_key.");
      case 404 ->
          refuses(
              "The model provider knows no such model or address (404); check its models and"
                  + " base_url.");
      case 405, 407, 410, 421 -> wrongAddress(status);
      case 413 ->
          requestRefused(
              "The request is too large for the model provider (413); send a shorter one.",
              Kind.NOT_HERE);
      case 429 -> isOutOfCredit(words) ? outOfCredit() : limits(retryAfter);
      default -> {
        if (status < 400) {
          yield wrongAddress(status);
        }
        yield status >= 500 || status == 408 || status == 409 || status == 425
            ? failed(
                "The model provider failed (" + status + "); ask again in a while.", retryAfter)
            : requestRefused(status, words, toShow);
      }
    };
  }

  /** What a model never says: a proxy, a page, or another server. */
  private static AttemptFailure wrongAddress(int status) {
    return refuses("The model provider answered with " + status + "; check its base_url.");
  }

  /** An error object within a stream that had begun with 200. */
  static AttemptFailure inStream(String said) {
    String words = said.toLowerCase(Locale.ROOT);
    if (isOutOfCredit(words)) {
      return outOfCredit();
    }
    if (words.contains("rate_limit") || words.contains("429")) {
      return limits(Optional.empty());
    }
    if (words.contains("authentication_error")
        || words.contains("permission_error")
        || words.contains("invalid_api_key")
        || words.contains("not_found_error")) {
      return refuses("The model provider refused the key or the model; check its configuration.");
    }
    return isTooLong(words) || isFiltered(words) || words.contains("invalid_request_error")
        ? requestRefused(400, words, Optional.empty())
        : failed("The model provider broke off with an error; ask again in a while.");
  }

  /** No connection, or none free. */
  static AttemptFailure notReached(Throwable failure) {
    return failure instanceof ConnectionPoolTooBusyException
        ? new AttemptFailure(
            FailureCode.OVERLOADED,
            "All connections to the model provider are in use; ask again in a while.",
            Kind.PROVIDER_LIMITS)
        : new AttemptFailure(
            FailureCode.UNAVAILABLE,
            "The model provider cannot be reached; check that it runs, and its base_url.",
            Kind.PROVIDER_FAILED);
  }

  static AttemptFailure tooLate(boolean hasAnswered, boolean hasBegun) {
    String what = hasAnswered ? " wrote nothing for too long" : " did not answer in time";
    return new AttemptFailure(
        hasBegun ? FailureCode.UPSTREAM_FAILED : FailureCode.UNAVAILABLE,
        "The model provider" + what + "; ask again, or raise its time-outs.",
        Kind.PROVIDER_SLOW);
  }

  static AttemptFailure brokenOff() {
    return failed("The model provider broke off in the middle of its answer; ask again.");
  }

  private static AttemptFailure failed(String message) {
    return failed(message, Optional.empty());
  }

  private static AttemptFailure failed(String message, Optional<Duration> retryAfter) {
    return new AttemptFailure(
        FailureCode.UPSTREAM_FAILED, message, Kind.PROVIDER_FAILED, retryAfter);
  }

  private static AttemptFailure refuses(String message) {
    return new AttemptFailure(FailureCode.UPSTREAM_FAILED, message, Kind.PROVIDER_REFUSES);
  }

  private static AttemptFailure outOfCredit() {
    return new AttemptFailure(
        FailureCode.RATE_LIMITED,
        "The model provider's quota is used up; check its plan and billing.",
        Kind.PROVIDER_REFUSES);
  }

  private static AttemptFailure limits(Optional<Duration> retryAfter) {
    return new AttemptFailure(
        FailureCode.RATE_LIMITED,
        "The model provider limits its requests just now; ask again in a while.",
        Kind.PROVIDER_LIMITS,
        retryAfter);
  }

  private static AttemptFailure requestRefused(int status, String words, Optional<String> toShow) {
    String message;
    if (toShow.isPresent()) {
      message = "The model provider refused the request (" + status + "): " + toShow.get();
    } else if (isTooLong(words)) {
      message =
          "The question with its sources is too long for the model; ask a shorter question or"
              + " configure a model with a larger window.";
    } else if (isFiltered(words)) {
      message = "The model provider's content filter refused the request.";
    } else {
      message =
          "The model provider refused the request ("
              + status
              + "); check its parameters. The log has the provider's reason.";
    }
    return requestRefused(message, Kind.REQUEST_REFUSED);
  }

  private static AttemptFailure requestRefused(String message, Kind kind) {
    return new AttemptFailure(FailureCode.INVALID_REQUEST, message, kind);
  }

  private static boolean isTooLong(String words) {
    return words.contains("context_length")
        || words.contains("context length")
        || words.contains("prompt is too long")
        || words.contains("context window");
  }

  private static boolean isFiltered(String words) {
    return words.contains("content_filter") || words.contains("content_policy");
  }

  private static boolean isOutOfCredit(String words) {
    return words.contains("insufficient_quota") || words.contains("credit balance is too low");
  }

  /** That a provider is away is expected: where our own code stood then tells nothing. */
  static String reason(Throwable failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
