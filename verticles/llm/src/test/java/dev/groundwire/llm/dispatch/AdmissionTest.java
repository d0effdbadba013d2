package dev.groundwire.llm.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.llm.Call;
import dev.groundwire.bus.llm.Priority;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.llm.ProviderConfig.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final Bench bench = new Bench(Bench.config(), Bench.provider("p", 1, 2, "m"));

  private static void serve(Bench bench, ScriptedJob job, long millis) {
    job.attempt().begin();
    bench.timing.pass(millis);
    job.attempt().end();
  }

  @Test
  void startsNoMoreThanTheLimitAndTheNextInTurn() {
    ScriptedJob one = bench.submit(Bench.ONE);
    ScriptedJob two = bench.submit(Bench.ONE);
    ScriptedJob three = bench.submit(Bench.ONE);
    assertThat(one.isStarted()).isTrue();
    assertThat(two.isStarted()).isTrue();
    assertThat(three.isStarted()).isFalse();
    serve(bench, one, 10);
    assertThat(three.isStarted()).isTrue();
  }

  private ScriptedJob submit(UUID workspace, Deque<ScriptedJob> running) {
    ScriptedJob job = new ScriptedJob();
    job.onStart = attempt -> running.add(job);
    bench.submit(
        job, bench.call(workspace, Priority.INTERACTIVE, Duration.ofHours(1), Optional.empty()));
    return job;
  }

  @Test
  void servesASecondWorkspaceAsIfItWereNearlyAlone() {
    Deque<ScriptedJob> running = new ArrayDeque<>();
    for (int i = 0; i < 500; i++) {
      submit(Bench.ONE, running);
    }
    List<ScriptedJob> few = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      few.add(submit(Bench.OTHER, running));
    }
    int slots = 0;
    while (few.stream().anyMatch(job -> job.terminals == 0)) {
      serve(bench, running.removeFirst(), 1);
      slots++;
    }
    // The two that ran already, and turns about.
    assertThat(slots).isLessThanOrEqualTo(13);
  }

  @Test
  void refusesWhoFloodsWithAnotherCodeThanWhoComesToAFullHouse() {
    Bench small = new Bench(Bench.config(1, 1_500), Bench.provider("p", 1, 1, "m"));
    small.submit(Bench.ONE);
    for (int i = 0; i < 1_000; i++) {
      assertThat(small.submit(Bench.ONE).terminals).isZero();
    }
    ScriptedJob flood = small.submit(Bench.ONE);
    assertThat(flood.failureCode()).isEqualTo(FailureCode.RATE_LIMITED);
    assertThat(flood.retryAfter()).isPositive();
    for (int i = 0; i < 500; i++) {
      assertThat(small.submit(new UUID(5, i)).terminals).isZero();
    }
    ScriptedJob full = small.submit(Bench.OTHER);
    assertThat(full.failureCode()).isEqualTo(FailureCode.OVERLOADED);
    assertThat(full.retryAfter()).isPositive();
    assertThat(small.dispatcher.describe().refused()).isEqualTo(2);
  }

  @Test
  void refusesAtOnceWhatCannotStartInTime() {
    Bench slow = new Bench(Bench.config(1, 100), Bench.provider("p", 1, 1, "m"));
    serve(slow, slow.submit(Bench.ONE), 4_000);
    slow.submit(Bench.ONE);
    slow.submit(Bench.ONE);
    ScriptedJob late = slow.submit(Bench.ONE, Priority.INTERACTIVE, Duration.ofSeconds(5));
    assertThat(late.failureCode()).isEqualTo(FailureCode.OVERLOADED);
    assertThat(late.retryAfter()).isEqualTo(Duration.ofSeconds(3));
    ScriptedJob patient = slow.submit(Bench.ONE, Priority.INTERACTIVE, Duration.ofSeconds(9));
    assertThat(patient.terminals).isZero();
    // The next workspace's turn comes before all of these.
    ScriptedJob other = slow.submit(Bench.OTHER, Priority.INTERACTIVE, Duration.ofSeconds(9));
    assertThat(other.terminals).isZero();
  }

  @Test
  void refusesWhatHasWaitedForTooLong() {
    bench.submit(Bench.ONE);
    bench.submit(Bench.ONE);
    ScriptedJob waits = bench.submit(Bench.ONE, Priority.INTERACTIVE, Duration.ofSeconds(5));
    bench.timing.pass(4_900);
    assertThat(waits.terminals).isZero();
    bench.timing.pass(500);
    assertThat(waits.failureCode()).isEqualTo(FailureCode.OVERLOADED);
    assertThat(bench.view("p").waiting()).isZero();
  }

  @Test
  void tellsThePositionWhenItFalls() {
    List<ScriptedJob> jobs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      jobs.add(bench.submit(Bench.ONE));
    }
    bench.timing.pass(300);
    bench.timing.pass(1_000);
    assertThat(jobs.getLast().positions).containsExactly(4);
    serve(bench, jobs.get(0), 0);
    serve(bench, jobs.get(1), 0);
    bench.timing.pass(300);
    assertThat(jobs.getLast().positions).containsExactly(4, 2);
    // Others who come in between do not make it rise.
    for (int i = 0; i < 6; i++) {
      bench.submit(new UUID(5, i));
    }
    bench.timing.pass(300);
    assertThat(jobs.getLast().positions).containsExactly(4, 2);
  }

  @Test
  void cancelsInEveryPhase() {
    ScriptedJob starting = new ScriptedJob();
    var call = bench.call(Bench.ONE, Priority.INTERACTIVE, Duration.ofHours(1), Optional.empty());
    Ticket first = bench.submit(starting, call);
    ScriptedJob writing = new ScriptedJob();
    Ticket second = bench.submit(writing, call);
    writing.attempt().begin();
    ScriptedJob waiting = new ScriptedJob();
    Ticket third = bench.submit(waiting, call);
    for (Ticket ticket : List.of(third, first, second, second)) {
      ticket.cancel();
    }
    assertThat(waiting.attempts).isEmpty();
    assertThat(starting.attempt().isCancelled).isTrue();
    assertThat(writing.attempt().isCancelled).isTrue();
    bench.timing.pass(600_000);
    assertThat(List.of(starting, writing, waiting)).allMatch(job -> job.terminals == 0);
    assertThat(bench.view("p").running()).isZero();
    assertThat(bench.view("p").waiting()).isZero();
  }

  @Test
  void tellsNobodyOfARefusalThatWasCancelled() {
    ScriptedJob job = new ScriptedJob();
    Ticket ticket =
        bench.dispatcher.submit(
            bench.call(Bench.ONE, Priority.INTERACTIVE, Duration.ofHours(1), Optional.of("no")),
            job);
    ticket.cancel();
    bench.timing.settle();
    assertThat(job.terminals).isZero();
  }

  @Test
  void growsWithFirstTokensInTimeAndShrinksOnceForFailuresTogether() {
    AdaptiveLimit limit = new AdaptiveLimit(10, 12, 1_000);
    limit.firstToken(0, 100, 2);
    assertThat(limit.now()).isEqualTo(10);
    limit.firstToken(0, 100, 10);
    limit.firstToken(0, 100, 10);
    limit.firstToken(0, 100, 10);
    assertThat(limit.now()).isEqualTo(12);
    limit.dropped(200, 300, 10);
    limit.dropped(250, 310, 10);
    assertThat(limit.now()).isEqualTo(10);
    limit.firstToken(400, 1_500, 10);
    assertThat(limit.now()).isEqualTo(9);
  }

  @Test
  void keepsToTheTokensOfAMinute() {
    Bench metered =
        new Bench(Bench.config(10, 100), Bench.provider("p", Kind.OPENAI, 1, 1, 10, 6_000, "m"));
    ScriptedJob big = new ScriptedJob();
    big.tokens = 6_000;
    var call = metered.call(Bench.ONE, Priority.INTERACTIVE, Duration.ofHours(1), Optional.empty());
    metered.submit(big, call);
    ScriptedJob next = new ScriptedJob();
    next.tokens = 3_000;
    metered.submit(next, call);
    assertThat(next.isStarted()).isFalse();
    big.attempt().begin();
    big.attempt().end(1_000, 3_000);
    metered.timing.pass(9_000);
    assertThat(next.isStarted()).isFalse();
    metered.timing.pass(1_300);
    assertThat(next.isStarted()).isTrue();
  }

  @Test
  void keepsToWhatTheProviderSaysIsLeft() {
    ScriptedJob one = bench.submit(Bench.ONE);
    one.attempt()
        .limits(
            new ProviderLimits(
                OptionalLong.of(5), OptionalLong.of(100), Optional.of(Duration.ofSeconds(3))));
    one.attempt()
        .limits(
            new ProviderLimits(
                OptionalLong.of(5), OptionalLong.of(9), Optional.of(Duration.ofSeconds(3))));
    ScriptedJob two = bench.submit(Bench.ONE);
    assertThat(two.isStarted()).isFalse();
    bench.timing.pass(3_300);
    assertThat(two.isStarted()).isTrue();
  }

  @Test
  void failsWhatIsUnderWayWhenItCloses() {
    List<ScriptedJob> jobs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      jobs.add(bench.submit(Bench.ONE));
    }
    bench.dispatcher.close();
    assertThat(jobs).allMatch(job -> job.failureCode() == FailureCode.UNAVAILABLE);
    assertThat(jobs.stream().flatMap(job -> job.attempts.stream()))
        .hasSize(2)
        .allMatch(attempt -> attempt.isCancelled);
    assertThat(bench.submit(Bench.ONE).failureCode()).isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(bench.view("p").running()).isZero();
  }

  private ScriptedJob submit(Bench bench, UUID workspace, int tokens) {
    ScriptedJob job = new ScriptedJob();
    job.tokens = tokens;
    bench.submit(
        job, bench.call(workspace, Priority.INTERACTIVE, Duration.ofHours(1), Optional.empty()));
    return job;
  }

  @Test
  void letsSmallCallsOfOthersPassOneThatIsTooLargeJustNowButNotForEver() {
    Bench metered =
        new Bench(Bench.config(10, 100), Bench.provider("p", Kind.OPENAI, 1, 1, 10, 6_000, "m"));
    ScriptedJob first = submit(metered, Bench.ONE, 3_000);
    ScriptedJob large = submit(metered, Bench.ONE, 6_000);
    ScriptedJob small = submit(metered, Bench.OTHER, 100);
    metered.timing.pass(300);
    assertThat(small.isStarted()).isTrue();
    assertThat(large.isStarted()).isFalse();
    first.attempt().end(1_000, 2_000);
    for (int i = 0; i < 1_000 && !large.isStarted(); i++) {
      ScriptedJob next = submit(metered, Bench.OTHER, 100);
      metered.timing.pass(1_000);
      if (next.isStarted()) {
        next.attempt().end(50, 50);
      }
    }
    assertThat(large.isStarted()).isTrue();
  }

  @Test
  void settlesACancelledCallByItsProvidersCountWhereThatIsKnown() {
    Bench metered =
        new Bench(Bench.config(10, 100), Bench.provider("p", Kind.OPENAI, 1, 1, 10, 6_000, "m"));
    ScriptedJob told = new ScriptedJob();
    told.tokens = 3_000;
    Ticket cancelled =
        metered.submit(
            told,
            metered.call(Bench.ONE, Priority.INTERACTIVE, Duration.ofHours(1), Optional.empty()));
    told.attempt().usage = Optional.of(new TokenUsage(900, 100));
    told.isCancelled = true;
    cancelled.cancel();
    assertThat(submit(metered, Bench.ONE, 5_000).isStarted()).isTrue();
    assertThat(submit(metered, Bench.ONE, 100).isStarted()).isFalse();
  }

  @Test
  void isNotBlockedByACallLargerThanTheProvidersWindow() {
    RemainingQuota quota = new RemainingQuota();
    quota.learn(OptionalLong.of(1_000), Optional.of(Duration.ofSeconds(60)), 0);
    assertThat(quota.waitMillis(1_000_000, 0)).isZero();
    long counted = quota.started(1_000_000);
    assertThat(quota.waitMillis(10, 0)).isPositive();
    quota.answered(counted);
    quota.learn(OptionalLong.of(500), Optional.of(Duration.ofSeconds(60)), 0);
    assertThat(quota.waitMillis(10, 0)).isZero();
    assertThat(quota.waitMillis(501, 0)).isEqualTo(60_000);
  }

  @Test
  void countsTheQuotaOfEachModelApart() {
    Bench two = new Bench(Bench.config(10, 100), Bench.provider("p", 1, 10, "m", "n"));
    Duration patience = Duration.ofHours(1);
    ScriptedJob first = new ScriptedJob();
    two.submit(first, two.call(Bench.ONE, Priority.INTERACTIVE, patience, Optional.of("m")));
    first
        .attempt()
        .limits(
            new ProviderLimits(
                OptionalLong.of(0), OptionalLong.empty(), Optional.of(Duration.ofSeconds(60))));
    // Many more than may pass one that is large.
    two.submit(
        new ScriptedJob(), two.call(Bench.ONE, Priority.INTERACTIVE, patience, Optional.of("m")));
    for (int i = 0; i < 100; i++) {
      ScriptedJob other = new ScriptedJob();
      two.submit(other, two.call(Bench.OTHER, Priority.INTERACTIVE, patience, Optional.of("n")));
      assertThat(other.isStarted()).isTrue();
      other.attempt().begin();
      other.attempt().end();
    }
    assertThat(two.view("p").waiting()).isEqualTo(1);
  }

  @Test
  void movesThoseWhoWaitWhenTheProvidersQuotaIsUsedUp() {
    Bench two =
        new Bench(
            Bench.config(1, 100), Bench.provider("p", 1, 1, "m"), Bench.provider("q", 2, 1, "m"));
    ScriptedJob one = two.submit(Bench.ONE);
    ScriptedJob waits = two.submit(Bench.ONE);
    assertThat(waits.isStarted()).isFalse();
    one.attempt()
        .limits(
            new ProviderLimits(
                OptionalLong.of(0), OptionalLong.empty(), Optional.of(Duration.ofSeconds(60))));
    assertThat(waits.attempt().provider.name()).isEqualTo("q");
  }

  @Test
  void servesACallThatMayBeginAtAnyTime() {
    ScriptedJob job = new ScriptedJob();
    Tenant tenant = new Tenant(new UUID(0, 0), Bench.ONE);
    bench.submit(job, new Call(tenant, Optional.empty(), Priority.INTERACTIVE, Instant.MAX));
    assertThat(job.isStarted()).isTrue();
    ScriptedJob late = new ScriptedJob();
    bench.submit(late, new Call(tenant, Optional.empty(), Priority.INTERACTIVE, Instant.MIN));
    assertThat(late.failureCode()).isEqualTo(FailureCode.OVERLOADED);
  }
}
