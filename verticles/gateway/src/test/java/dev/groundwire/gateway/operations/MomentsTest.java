package dev.groundwire.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MomentsTest {
  private static final Instant BEGIN = Instant.parse("2026-05-01T08:00:00Z");

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private Instant now = BEGIN;
  private Moments moments = new Moments(List.of());

  private void after(Duration time) {
    now = now.plus(time);
    moments = moments.and(Moment.of(now, MeterReading.of(meters, Situation::isWanted)));
  }

  @Test
  void reckonsRatesFromCountersOfAllLabels() {
    after(Duration.ZERO);
    meters.counter("ask.requests", "outcome", "done").increment(20);
    meters.counter("ask.requests", "outcome", "failed").increment(10);
    after(Duration.ofSeconds(10));
    assertThat(moments.rates())
        .containsEntry("questions", 3.0)
        .containsEntry("failedQuestions", 1.0);
    assertThat(moments.history().questions()).containsExactly(3.0);
  }

  @Test
  void ratesAreThoseOfTheLastMinute() {
    after(Duration.ZERO);
    meters.counter("ask.requests", "outcome", "done").increment(600);
    after(Duration.ofSeconds(5));
    after(Duration.ofSeconds(60));
    assertThat(moments.rates()).containsEntry("questions", 0.0);
  }

  @Test
  void whatNoRoomTellsIsAbsentAndNotZero() {
    after(Duration.ZERO);
    after(Duration.ofSeconds(5));
    assertThat(moments.rates().get("tokens")).isNull();
    assertThat(moments.latencies()).containsEntry("ask", new Moments.Latency(null, null, 0));
    assertThat(Situation.of(MeterReading.of(meters, Situation::isWanted)).memory().resident())
        .isNull();
  }

  @Test
  void keepsTenMinutes() {
    for (int i = 0; i < 500; i++) {
      after(Duration.ofSeconds(5));
    }
    assertThat(moments.history().questions()).hasSize(Moments.MOST - 1);
    assertThat(moments.history().from()).isEqualTo(now.minus(Duration.ofMinutes(10)));
  }

  @Test
  void readsGaugesWithAndWithoutTheirUnit() {
    Gauge.builder("inbox.waiting", () -> 4).tag("handler", "chat").register(meters);
    Gauge.builder("inbox.oldest.seconds", () -> 9).tag("handler", "chat").register(meters);
    Gauge.builder("outbox_pending", () -> 7).register(meters);
    Gauge.builder("outbox.lag", () -> 2).baseUnit("seconds").register(meters);
    Situation situation = Situation.of(MeterReading.of(meters, Situation::isWanted));
    assertThat(situation.queues())
        .containsExactly(
            new Situation.Queue("inbox", "chat", 4, 9.0, null, null),
            new Situation.Queue("outbox", "", 7, 2.0, null, null));
  }
}
