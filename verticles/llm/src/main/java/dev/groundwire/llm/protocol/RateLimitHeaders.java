package dev.groundwire.llm.protocol;

import dev.groundwire.llm.dispatch.ProviderLimits;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the head of a response says of limits. What cannot be read is passed over. */
final class RateLimitHeaders {
  /** A provider that asks for more means something else, or overflows sums. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|h|m|s|)");

  private RateLimitHeaders() {}

  static ProviderLimits limits(MultiMap headers, Clock clock) {
    OptionalLong requests =
        least(headers, "x-ratelimit-remaining-requests", "anthropic-ratelimit-requests-remaining");
    OptionalLong tokens =
        least(
            headers,
            "x-ratelimit-remaining-tokens",
            "anthropic-ratelimit-tokens-remaining",
            "anthropic-ratelimit-input-tokens-remaining",
            "anthropic-ratelimit-output-tokens-remaining");
    if (requests.isEmpty() && tokens.isEmpty()) {
      return ProviderLimits.NONE;
    }
    Optional<Duration> resets =
        Stream.concat(
                Stream.of("x-ratelimit-reset-requests", "x-ratelimit-reset-tokens")
                    .map(name -> span(headers.get(name))),
                Stream.of(
                        "anthropic-ratelimit-requests-reset",
                        "anthropic-ratelimit-tokens-reset",
                        "anthropic-ratelimit-input-tokens-reset",
                        "anthropic-ratelimit-output-tokens-reset")
                    .map(name -> untilInstant(headers.get(name), clock)))
            .flatMap(Optional::stream)
            .min(Duration::compareTo);
    return new ProviderLimits(requests, tokens, resets);
  }

  private static OptionalLong least(MultiMap headers, String... names) {
    return Stream.of(names)
        .map(headers::get)
        .filter(value -> value != null && value.matches("\\d{1,18}"))
        .mapToLong(Long::parseLong)
        .min();
  }

  /** Such as {@code 6m0s}, {@code 1.5s}, {@code 12ms}, or seconds. */
  static Optional<Duration> span(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return Optional.empty();
    }
    Matcher part = PART.matcher(value.strip());
    double millis = 0;
    int end = 0;
    while (part.find() && part.start() == end && part.end() > part.start()) {
      end = part.end();
      millis +=
          Double.parseDouble(part.group(1))
              * switch (part.group(2)) {
                case "ms" -> 1;
                case "m" -> 60_000;
                case "h" -> 3_600_000;
                default -> 1_000;
              };
    }
    return end == value.strip().length()
        ? sensible(Duration.ofMillis((long) Math.ceil(millis)))
        : Optional.empty();
  }

  private static Optional<Duration> untilInstant(@Nullable String value, Clock clock) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      return sensible(Duration.between(clock.instant(), Instant.parse(value.strip())));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /** {@code retry-after-ms}, or {@code retry-after} in seconds or as a date. */
  static Optional<Duration> retryAfter(MultiMap headers, Clock clock) {
    String millis = headers.get("retry-after-ms");
    Optional<Duration> exact =
        millis == null || millis.isBlank() ? Optional.empty() : span(millis.strip() + "ms");
    return exact.or(() -> retryAfter(headers.get("retry-after"), clock));
  }

  private static Optional<Duration> retryAfter(@Nullable String value, Clock clock) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Character.isDigit(value.strip().isEmpty() ? ' ' : value.strip().charAt(0))
          ? span(value)
          : sensible(
              Duration.between(
                  clock.instant(),
                  ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                      .toInstant()));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> sensible(Duration wait) {
    return wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0
        ? Optional.empty()
        : Optional.of(wait);
  }
}
