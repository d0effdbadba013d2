package dev.groundwire.llm.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.llm.Priority;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is counted of attempts, queues and breakers. */
class ProviderMetersTest {
  private final Bench bench =
      new Bench(
          Bench.config(),
          Bench.provider("one", 1, 2, "big"),
          Bench.provider("two", 2, 2, "big", "small"));

  private double count(String name, String... tags) {
    return bench.meters.get(name).tags(tags).counter().count();
  }

  private double gauge(String name, String... tags) {
    return bench.meters.get(name).tags(tags).gauge().value();
  }

  private double attempts(String provider, String outcome) {
    return count("provider.requests", "provider", provider, "model", "big", "outcome", outcome);
  }

  @Test
  void countsAnAttemptItsFirstTokenAndItsTokens() {
    ScriptedJob job = bench.submit(Bench.ONE);
    bench.timing.pass(700);
    job.attempt().begin();
    job.attempt().end(30, 4);
    assertThat(attempts("one", "done")).isOne();
    assertThat(count("provider.tokens", "provider", "one", "direction", "prompt")).isEqualTo(30);
    assertThat(count("provider.tokens", "provider", "one", "direction", "completion")).isEqualTo(4);
    assertThat(
            bench
                .meters
                .get("provider.latency")
                .tags("provider", "one", "model", "big")
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(700);
  }

  @Test
  void countsRepetitionsFailoversAndErrors() {
    ScriptedJob job = bench.submit(Bench.ONE);
    while (job.attempt().provider.name().equals("one")) {
      int made = job.attempts.size();
      job.attempt().breakDown();
      while (job.attempts.size() == made) {
        bench.timing.pass(100);
      }
    }
    job.attempt().begin();
    job.attempt().end();
    double failed = attempts("one", "failed");
    assertThat(failed).isEqualTo(3);
    assertThat(count("provider.retries", "provider", "one")).isEqualTo(failed - 1);
    assertThat(count("provider.failovers", "provider", "two")).isOne();
    assertThat(count("external.request.errors", "service", "one")).isEqualTo(failed);
    assertThat(attempts("two", "done")).isOne();
  }

  @Test
  void countsNoErrorOfAProviderForARequestThatNobodyCanServe() {
    bench.submit(Bench.ONE).attempt().fail(AttemptFailure.Kind.REQUEST_REFUSED);
    assertThat(attempts("one", "failed")).isOne();
    assertThat(count("external.request.errors", "service", "one")).isZero();
  }

  @Test
  void countsACancelledAttemptOnceWithWhatItUsed() {
    ScriptedJob job = new ScriptedJob();
    Ticket ticket =
        bench.submit(
            job,
            bench.call(Bench.ONE, Priority.INTERACTIVE, Duration.ofHours(1), Optional.empty()));
    job.attempt().begin();
    job.isCancelled = true;
    ticket.cancel();
    ticket.cancel();
    assertThat(attempts("one", "cancelled")).isOne();
    assertThat(attempts("one", "failed")).isZero();
    assertThat(count("provider.tokens", "provider", "one", "direction", "prompt"))
        .isEqualTo(job.tokens);
  }

  @Test
  void followsTheBreaker() {
    Bench broken = new Bench(Bench.config(5, 10), Bench.provider("p", 1, 5, "m"));
    for (int i = 0; i < 5; i++) {
      broken.submit(Bench.ONE).attempt().fail(AttemptFailure.Kind.PROVIDER_REFUSES);
    }
    assertThat(broken.toldStates()).containsExactly("open");
    assertThat(broken.meters.get("provider.cb.open").tags("model", "m").counter().count()).isOne();
    assertThat(broken.meters.get("provider.breaker.state").gauge().value()).isOne();
    broken.timing.pass(31_000);
    assertThat(broken.meters.get("provider.breaker.state").gauge().value()).isEqualTo(0.5);
  }

  @Test
  void tellsWhoWaitsAndForHowLong() {
    bench.dispatcher.close();
    Bench one = new Bench(Bench.config(1, 10), Bench.provider("p", 1, 1, "m"));
    ScriptedJob first = one.submit(Bench.ONE);
    one.submit(Bench.ONE);
    one.timing.pass(2_000);
    one.submit(Bench.OTHER);
    one.timing.pass(1_000);
    one.dispatcher.measure();
    assertThat(one.meters.get("provider.running").gauge().value()).isOne();
    assertThat(one.meters.get("provider.waiting").gauge().value()).isEqualTo(2);
    assertThat(one.meters.get("provider.admission.limit").gauge().value()).isOne();
    assertThat(one.meters.get("provider.waiting.oldest.seconds").gauge().value()).isEqualTo(3);
    assertThat(
            one.meters
                .get("workspace.quota.ratio")
                .tags("workspace_id", Bench.ONE.toString(), "metric", "waiting_calls")
                .gauge()
                .value())
        .isEqualTo(0.001);
    assertThat(one.meters.find("workspace.quota.usage").gauges()).hasSize(2);
    first.attempt().begin();
    first.attempt().end();
    one.dispatcher.measure();
    assertThat(one.meters.find("workspace.quota.usage").gauges()).hasSize(1);
    one.dispatcher.close();
    assertThat(one.meters.find("workspace.quota.usage").gauges()).isEmpty();
    assertThat(one.meters.find("provider.waiting").gauges()).isEmpty();
  }

  /** Replaced, it would be there twice for a scrape beside it, and no metric be told at all. */
  @Test
  void theGaugeOfAWorkspaceThatGoesOnWaitingStaysTheSameOne() {
    Bench bench = new Bench(Bench.config(1, 1_000), Bench.provider("p", 1, 1, "m"));
    bench.submit(Bench.ONE);
    bench.submit(Bench.ONE);
    bench.dispatcher.measure();
    Gauge usage = bench.meters.get("workspace.quota.usage").gauge();
    double before = usage.value();
    bench.submit(Bench.ONE);
    bench.dispatcher.measure();
    assertThat(bench.meters.get("workspace.quota.usage").gauge()).isSameAs(usage);
    assertThat(usage.value()).isEqualTo(before + 1);
  }

  @Test
  void boundsTheWorkspacesItTellsOf() {
    Bench many = new Bench(Bench.config(1, 1_000), Bench.provider("p", 1, 1, "m"));
    many.submit(Bench.ONE);
    for (int i = 0; i < 150; i++) {
      many.submit(new UUID(9, i));
    }
    many.dispatcher.measure();
    assertThat(many.meters.find("workspace.quota.usage").gauges()).hasSize(100);
  }

  @Test
  void countsRefusalsByTheirReason() {
    Bench small = new Bench(Bench.config(1, 1_500), Bench.provider("p", 1, 1, "m"));
    for (int i = 0; i < 1_002; i++) {
      small.submit(Bench.ONE);
    }
    assertThat(small.meters.get("provider.refused").tag("reason", "rate_limited").counter().count())
        .isOne();
    assertThat(
            small
                .meters
                .get("quota.exceeded")
                .tags("workspace_id", Bench.ONE.toString(), "metric", "waiting_calls")
                .counter()
                .count())
        .isOne();
    small.submit(
        new ScriptedJob(),
        small.call(Bench.ONE, Priority.INTERACTIVE, Duration.ofHours(1), Optional.of("none such")));
    assertThat(small.meters.get("provider.refused").tag("reason", "not_found").counter().count())
        .isOne();
    assertThat(gauge("provider.running", "provider", "one")).isZero();
  }
}
