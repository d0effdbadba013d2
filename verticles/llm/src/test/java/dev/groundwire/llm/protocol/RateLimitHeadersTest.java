package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.llm.dispatch.ProviderLimits;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitHeadersTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

  @ParameterizedTest
  @CsvSource({
    "1s, PT1S",
    "6m0s, PT6M",
    "12ms, PT0.012S",
    "1.5s, PT1.5S",
    "1h2m3s, PT1H2M3S",
    "7, PT7S",
    "0, PT0S",
    "0.2, PT0.2S"
  })
  void readsSpans(String text, Duration span) {
    assertThat(RateLimitHeaders.span(text)).contains(span);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "soon", "-1s", "1x", "s", "99999999999s", "99d", "48h", "1s soon"})
  void passesOverWhatIsNoSpan(String text) {
    assertThat(RateLimitHeaders.span(text)).isEmpty();
  }

  @Test
  void readsWhatOpenAiSays() {
    headers
        .set("x-ratelimit-remaining-requests", "59")
        .set("x-ratelimit-remaining-tokens", "149984")
        .set("x-ratelimit-reset-requests", "1s")
        .set("x-ratelimit-reset-tokens", "6m0s");
    ProviderLimits limits = RateLimitHeaders.limits(headers, CLOCK);
    assertThat(limits.remainingRequests()).isEqualTo(OptionalLong.of(59));
    assertThat(limits.remainingTokens()).isEqualTo(OptionalLong.of(149_984));
    assertThat(limits.resetsIn()).contains(Duration.ofSeconds(1));
  }

  @Test
  void readsWhatAnthropicSays() {
    headers
        .set("anthropic-ratelimit-requests-remaining", "3")
        .set("anthropic-ratelimit-tokens-remaining", "9000")
        .set("anthropic-ratelimit-output-tokens-remaining", "800")
        .set("anthropic-ratelimit-tokens-reset", "2026-01-01T00:00:20Z");
    ProviderLimits limits = RateLimitHeaders.limits(headers, CLOCK);
    assertThat(limits.remainingRequests()).isEqualTo(OptionalLong.of(3));
    assertThat(limits.remainingTokens()).isEqualTo(OptionalLong.of(800));
    assertThat(limits.resetsIn()).contains(Duration.ofSeconds(20));
  }

  @Test
  void knowsNoLimitsWhereNoneAreSaid() {
    headers.set("x-ratelimit-remaining-requests", "many");
    assertThat(RateLimitHeaders.limits(headers, CLOCK)).isEqualTo(ProviderLimits.NONE);
  }

  @Test
  void readsRetryAfterAsMillisSecondsAndDate() {
    headers.set("retry-after", "Thu, 01 Jan 2026 00:00:30 GMT");
    assertThat(RateLimitHeaders.retryAfter(headers, CLOCK)).contains(Duration.ofSeconds(30));
    headers.set("retry-after", "7");
    assertThat(RateLimitHeaders.retryAfter(headers, CLOCK)).contains(Duration.ofSeconds(7));
    headers.set("retry-after-ms", "250");
    assertThat(RateLimitHeaders.retryAfter(headers, CLOCK)).contains(Duration.ofMillis(250));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "99999999999999999999", "", "-3", "172800"})
  void passesOverAnUnreadableRetryAfter(String value) {
    headers.set("retry-after", value);
    assertThat(RateLimitHeaders.retryAfter(headers, CLOCK)).isEmpty();
  }
}
