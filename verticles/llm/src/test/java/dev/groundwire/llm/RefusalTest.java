package dev.groundwire.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.FailureCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RefusalTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @Test
  void readsRetryAfterAsSecondsAndAsDate() {
    assertThat(Refusal.retryAfter("7", CLOCK)).contains(Duration.ofSeconds(7));
    assertThat(Refusal.retryAfter("Thu, 01 Jan 2026 00:00:30 GMT", CLOCK))
        .contains(Duration.ofSeconds(30));
  }

  @Test
  void passesOverAnUnreadableRetryAfter() {
    assertThat(Refusal.retryAfter("soon", CLOCK)).isEmpty();
    assertThat(Refusal.retryAfter("99999999999999999999", CLOCK)).isEmpty();
    assertThat(Refusal.retryAfter("", CLOCK)).isEmpty();
    assertThat(Refusal.retryAfter(null, CLOCK)).isEmpty();
  }

  @Test
  void tellsPassingFailuresFromLastingOnes() {
    assertThat(Refusal.ofStatus(503, "", null, CLOCK).mayPass()).isTrue();
    assertThat(Refusal.ofStatus(429, "", null, CLOCK).mayPass()).isTrue();
    assertThat(Refusal.ofStatus(429, "insufficient_quota", null, CLOCK).mayPass()).isFalse();
    assertThat(Refusal.ofStatus(401, "", null, CLOCK).mayPass()).isFalse();
    assertThat(Refusal.ofStatus(400, "", null, CLOCK).mayPass()).isFalse();
  }

  @Test
  void saysWhatToDoAboutTooLongQuestions() {
    UpstreamFailure failure =
        Refusal.ofStatus(400, "{\"code\":\"context_length_exceeded\"}", null, CLOCK);
    assertThat(failure.toBusFailure().code()).isEqualTo(FailureCode.UPSTREAM_FAILED);
    assertThat(failure).hasMessageContaining("shorter question");
  }
}
