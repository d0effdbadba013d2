package dev.groundwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.groundwire.webhooks.WebhooksRoom.Settings;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WebhooksConfigTest {
  @Test
  void refusesNonsenseByItsKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebhooksRoom.config(Settings.patient().waitingBound(0)))
        .withMessage("webhooks.waiting_bound is not within 1..10000000: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebhooksRoom.config(Settings.patient().disableAfter(Duration.ZERO)))
        .withMessageContaining("WEBHOOKS_DISABLE_AFTER");
  }

  @Test
  void aTryForEachDelayAndOneBefore() {
    RetrySchedule schedule =
        new RetrySchedule(
            WebhooksRoom.config(
                Settings.patient().delays(List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)))),
            RandomGenerator.getDefault());
    assertThat(schedule.next(1))
        .hasValueSatisfying(
            delay -> assertThat(delay).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6)));
    assertThat(schedule.next(2))
        .hasValueSatisfying(
            delay -> assertThat(delay).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6)));
    assertThat(schedule.next(3)).isEmpty();
  }

  @Test
  void theBreakerPausesDoubleUpToTheirMost() {
    RetrySchedule schedule =
        new RetrySchedule(
            WebhooksRoom.config(Settings.patient().breaker(1, Duration.ofMillis(100))),
            RandomGenerator.getDefault());
    assertThat(schedule.open(0)).isBetween(Duration.ofMillis(80), Duration.ofMillis(120));
    assertThat(schedule.open(2)).isBetween(Duration.ofMillis(320), Duration.ofMillis(480));
    assertThat(schedule.open(1_000)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_200));
  }
}
