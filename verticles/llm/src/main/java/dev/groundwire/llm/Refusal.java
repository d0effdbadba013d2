package dev.groundwire.llm;

import dev.groundwire.bus.FailureCode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a provider's error means for the person who asked. Quotes neither key nor prompt. */
final class Refusal {
  /** A provider that asks for more means something else, or overflows sums. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private Refusal() {}

  /**
   * A response that is not 200.
   *
   * @param said the provider's own words
   */
  static UpstreamFailure ofStatus(int status, String said, @Nullable String after, Clock clock) {
    return switch (status) {
      case 401, 403 ->
          UpstreamFailure.lasting(
              FailureCode.UPSTREAM_FAILED,
              "The model provider refused the key (" + status + "); check LLM_API_KEY.");
      case 404 ->
          UpstreamFailure.lasting(
              FailureCode.UPSTREAM_FAILED,
              "The model provider knows no such model or address (404); check LLM_MODEL and"
                  + " LLM_BASE_URL.");
      case 429 ->
          isOutOfCredit(said)
              ? UpstreamFailure.lasting(
                  FailureCode.RATE_LIMITED,
                  "The model provider's quota is used up; check its plan and billing.")
              : new UpstreamFailure(
                  FailureCode.RATE_LIMITED,
                  "The model provider limits its requests just now; ask again in a while.",
                  true,
                  retryAfter(after, clock));
      default ->
          status >= 500 || status == 408 || status == 409
              ? new UpstreamFailure(
                  FailureCode.UPSTREAM_FAILED,
                  "The model provider failed (" + status + "); ask again in a while.",
                  true,
                  retryAfter(after, clock))
              : UpstreamFailure.lasting(FailureCode.UPSTREAM_FAILED, refused(status, said));
    };
  }

  /** An error object within a stream that had begun with 200. */
  static UpstreamFailure ofErrorInStream(String said) {
    String words = said.toLowerCase(Locale.ROOT);
    if (words.contains("rate_limit") || words.contains("429")) {
      return UpstreamFailure.passing(
          FailureCode.RATE_LIMITED,
          "The model provider limits its requests just now; ask again in a while.");
    }
    return UpstreamFailure.passing(
        FailureCode.UPSTREAM_FAILED,
        isTooLong(said)
            ? refused(400, said)
            : "The model provider broke off with an error; ask again in a while.");
  }

  private static String refused(int status, String said) {
    return isTooLong(said)
        ? "The question with its sources is too long for the model; ask a shorter question or"
            + " configure a model with a larger window."
        : "The model provider refused the request ("
            + status
            + "); the log has its reason. Check LLM_MODEL and llm.openai.";
  }

  private static boolean isTooLong(String said) {
    return said.contains("context_length") || said.contains("context length");
  }

  private static boolean isOutOfCredit(String said) {
    return said.contains("insufficient_quota");
  }

  /** Seconds or an HTTP date; empty when absent, unreadable, past or beyond a day. */
  static Optional<Duration> retryAfter(@Nullable String value, Clock clock) {
    if (value == null) {
      return Optional.empty();
    }
    String text = value.strip();
    try {
      Duration wait =
          text.chars().allMatch(Character::isDigit)
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(
                  clock.instant(),
                  ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0
          ? Optional.empty()
          : Optional.of(wait);
    } catch (NumberFormatException | DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
