package dev.groundwire.llm.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.Priority;
import dev.groundwire.llm.dispatch.AttemptFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private final Bench alone = new Bench(Bench.config(), Bench.provider("p", 1, 100, "m"));
  private final Bench pair =
      new Bench(Bench.config(), Bench.provider("p", 1, 100, "m"), Bench.provider("q", 2, 100, "m"));

  @Test
  void repeatsBeforeTheFirstTokenAndThenGivesUp() {
    ScriptedJob job = alone.submit(Bench.ONE);
    job.attempt().breakDown();
    alone.timing.pass(501);
    assertThat(job.attempts).hasSize(2);
    job.attempt().breakDown();
    alone.timing.pass(1_001);
    assertThat(job.attempts).hasSize(3);
    job.attempt().breakDown();
    assertThat(job.failureCode()).isEqualTo(FailureCode.UPSTREAM_FAILED);
    assertThat(alone.dispatcher.describe().retries()).isEqualTo(2);
    assertThat(alone.view("p").running()).isZero();
  }

  @Test
  void repeatsNothingAfterTheFirstToken() {
    ScriptedJob job = pair.submit(Bench.ONE);
    job.attempt().begin();
    assertThat(job.served).isEqualTo("p/m-at-p");
    job.attempt().breakDown();
    assertThat(job.failureCode()).isEqualTo(FailureCode.UPSTREAM_FAILED);
    pair.timing.pass(60_000);
    assertThat(job.attempts).hasSize(1);
    assertThat(pair.told).isEmpty();
  }

  @Test
  void goesElsewhereWhenAProviderRefusesUs() {
    ScriptedJob job = pair.submit(Bench.ONE);
    job.attempt().fail(Kind.PROVIDER_REFUSES);
    assertThat(job.attempt().provider.name()).isEqualTo("q");
    job.attempt().begin();
    job.attempt().end();
    assertThat(job.terminals).isEqualTo(1);
    assertThat(pair.dispatcher.describe().failovers()).isEqualTo(1);
    assertThat(pair.dispatcher.describe().retries()).isZero();
  }

  @Test
  void goesElsewhereAtOnceFromAProviderThatIsSlow() {
    ScriptedJob job = pair.submit(Bench.ONE);
    job.attempt().fail(Kind.PROVIDER_SLOW);
    assertThat(job.attempt().provider.name()).isEqualTo("q");
    job.attempt().begin();
    job.attempt().end();
    assertThat(pair.dispatcher.describe().retries()).isZero();
    assertThat(job.terminals).isEqualTo(1);
  }

  @Test
  void repeatsAtTheOnlyProviderThoughItIsSlow() {
    ScriptedJob job = alone.submit(Bench.ONE);
    job.attempt().fail(Kind.PROVIDER_SLOW);
    alone.timing.pass(501);
    assertThat(job.attempts).hasSize(2);
  }

  @Test
  void triesNobodyElseWhenTheRequestIsWrong() {
    ScriptedJob job = pair.submit(Bench.ONE);
    job.attempt().fail(Kind.REQUEST_REFUSED);
    assertThat(job.attempts).hasSize(1);
    assertThat(job.terminals).isEqualTo(1);
  }

  @Test
  void goesElsewhereAfterAllAttempts() {
    ScriptedJob job = pair.submit(Bench.ONE);
    for (int i = 0; i < 3; i++) {
      assertThat(job.attempt().provider.name()).isEqualTo("p");
      job.attempt().breakDown();
      pair.timing.pass(3_000);
    }
    assertThat(job.attempt().provider.name()).isEqualTo("q");
  }

  @Test
  void leavesAProviderAloneForAsLongAsItAsks() {
    ScriptedJob job = alone.submit(Bench.ONE);
    job.attempt().fail(Kind.PROVIDER_LIMITS, Optional.of(Duration.ofSeconds(7)));
    ScriptedJob other = alone.submit(Bench.OTHER);
    alone.timing.pass(6_900);
    assertThat(job.attempts).hasSize(1);
    assertThat(other.attempts).isEmpty();
    assertThat(alone.view("p").waiting()).isEqualTo(2);
    alone.timing.pass(400);
    assertThat(job.attempts).hasSize(2);
    assertThat(alone.told).isEmpty();
  }

  @Test
  void leavesOnlyTheModelAloneThatIsLimited() {
    Bench two = new Bench(Bench.config(), Bench.provider("p", 1, 100, "m", "n"));
    ScriptedJob limited = ask(two, 1, "m");
    limited.attempt().fail(Kind.PROVIDER_LIMITS, Optional.of(Duration.ofSeconds(7)));
    assertThat(two.view("p").waiting()).isEqualTo(1);
    ScriptedJob other = ask(two, 2, "n");
    assertThat(other.isStarted()).isTrue();
    other.attempt().begin();
    other.attempt().end();
    assertThat(ask(two, 3, "m").isStarted()).isFalse();
    two.timing.pass(7_300);
    assertThat(limited.attempts).hasSize(2);
  }

  @Test
  void takesAnotherProviderWhileOneWantsToBeLeftAlone() {
    ScriptedJob job = pair.submit(Bench.ONE);
    job.attempt().fail(Kind.PROVIDER_LIMITS, Optional.of(Duration.ofSeconds(7)));
    assertThat(job.attempt().provider.name()).isEqualTo("q");
    assertThat(pair.submit(Bench.OTHER).attempt().provider.name()).isEqualTo("q");
    pair.timing.pass(7_001);
    assertThat(pair.submit(Bench.OTHER).attempt().provider.name()).isEqualTo("p");
  }

  @Test
  void tellsWhenToAskAgainWhenTheProviderAsksForTooLong() {
    ScriptedJob job = alone.submit(Bench.ONE, Priority.INTERACTIVE, Duration.ofSeconds(10));
    job.attempt().fail(Kind.PROVIDER_LIMITS, Optional.of(Duration.ofSeconds(100)));
    assertThat(job.failureCode()).isEqualTo(FailureCode.RATE_LIMITED);
    assertThat(job.retryAfter()).isEqualTo(Duration.ofSeconds(100));
    ScriptedJob next = alone.submit(Bench.ONE, Priority.INTERACTIVE, Duration.ofSeconds(10));
    assertThat(next.failureCode()).isEqualTo(FailureCode.RATE_LIMITED);
    assertThat(next.retryAfter()).isEqualTo(Duration.ofSeconds(100));
  }

  @Test
  void endsWithTheBudgetOfAllAttempts() {
    ScriptedJob job = alone.submit(Bench.ONE);
    alone.timing.pass(59_999);
    assertThat(job.terminals).isZero();
    alone.timing.pass(1);
    assertThat(job.failureCode()).isEqualTo(FailureCode.TIMEOUT);
    assertThat(job.attempt().isCancelled).isTrue();
    assertThat(alone.view("p").running()).isZero();
  }

  @Test
  void endsAnAttemptThatNeverEnds() {
    ScriptedJob job = alone.submit(Bench.ONE);
    job.attempt().begin();
    alone.timing.pass(Duration.ofMinutes(5).toMillis());
    assertThat(job.terminals).isZero();
    alone.timing.pass(Duration.ofSeconds(30).toMillis());
    assertThat(job.failureCode()).isEqualTo(FailureCode.TIMEOUT);
    assertThat(job.attempt().isCancelled).isTrue();
    assertThat(alone.view("p").running()).isZero();
  }

  private static ScriptedJob ask(Bench bench, long workspace, String model) {
    ScriptedJob job = new ScriptedJob();
    bench.submit(
        job,
        bench.call(
            new UUID(9, workspace), Priority.INTERACTIVE, Duration.ofHours(1), Optional.of(model)));
    return job;
  }

  @Test
  void takesNothingOfTheBudgetForARepetitionThatTheBreakerKeepsOut() {
    DispatchConfig oneRepetition =
        new DispatchConfig(
            Duration.ofSeconds(60),
            5,
            Duration.ofSeconds(10),
            Duration.ofMillis(1),
            2,
            3,
            Duration.ofSeconds(10),
            0,
            1,
            Duration.ofSeconds(60),
            4,
            100,
            100,
            10,
            Map.of("default", 1),
            false);
    Bench bench = new Bench(oneRepetition, Bench.provider("p", 1, 4, "m", "n"));
    ScriptedJob repeated = ask(bench, 1, "m");
    repeated.attempt().breakDown();
    for (int i = 0; i < 4; i++) {
      ask(bench, 2, "m").attempt().fail(Kind.PROVIDER_REFUSES);
    }
    bench.timing.pass(2);
    assertThat(bench.toldStates()).containsExactly("open", "half-open");
    List<ScriptedJob> others = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      others.add(ask(bench, 3, "n"));
      others.getLast().attempt().begin();
    }
    List<ScriptedJob> probes = List.of(ask(bench, 4, "m"), ask(bench, 5, "m"));
    bench.timing.pass(10_000);
    assertThat(bench.view("p").waiting()).isEqualTo(3);
    others.forEach(other -> other.attempt().end());
    assertThat(probes).allMatch(ScriptedJob::isStarted);
    assertThat(repeated.attempts).hasSize(1);
    assertThat(repeated.terminals).isEqualTo(1);
    probes.forEach(probe -> probe.attempt().begin());
    ScriptedJob next = ask(bench, 6, "m");
    next.attempt().breakDown();
    bench.timing.pass(10_001);
    assertThat(next.attempts).hasSize(2);
  }

  @Test
  void keepsRepetitionsBelowATenthOfTheLoad() {
    RetryBudget budget = new RetryBudget(0.1, 2, 60_000, 0);
    assertThat(budget.take(0)).isTrue();
    assertThat(budget.take(0)).isTrue();
    assertThat(budget.take(0)).isFalse();
    for (int i = 0; i < 100; i++) {
      budget.called(1_000 + i * 100L);
    }
    int taken = 0;
    while (budget.take(11_000)) {
      taken++;
    }
    assertThat(taken).isEqualTo(8);
    assertThat(budget.take(70_000)).isFalse();
    assertThat(budget.take(72_000)).isTrue();
    assertThat(budget.take(900_000)).isTrue();
  }
}
