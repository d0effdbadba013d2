package dev.groundwire.llm.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.Priority;
import dev.groundwire.llm.ProviderConfig.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailoverTest {
  private final Bench bench =
      new Bench(
          Bench.config(4, 100),
          Bench.provider("p", 1, 4, "m", "n"),
          Bench.provider("q", 2, 4, "x", "m"));

  private ScriptedJob ask(Bench asked, String model) {
    ScriptedJob job = new ScriptedJob();
    asked.submit(
        job, asked.call(Bench.ONE, Priority.INTERACTIVE, Duration.ofHours(1), Optional.of(model)));
    return job;
  }

  private void breakModel(String model) {
    for (int i = 0; i < 5; i++) {
      ScriptedJob job = ask(bench, model);
      job.attempt().fail(AttemptFailure.Kind.PROVIDER_REFUSES);
      if (job.terminals == 0) {
        job.attempt().end();
      }
    }
  }

  @Test
  void asksWhoHasTheModelByPriority() {
    ScriptedJob job = ask(bench, "m");
    assertThat(job.attempt().provider.name()).isEqualTo("p");
    assertThat(job.attempt().model).isEqualTo("m-at-p");
    assertThat(ask(bench, "x").attempt().provider.name()).isEqualTo("q");
    assertThat(bench.dispatcher.models()).containsExactly("m", "n", "x");
  }

  @Test
  void refusesAModelThatNobodyHas() {
    ScriptedJob job = ask(bench, "gpt");
    assertThat(job.failureCode()).isEqualTo(FailureCode.NOT_FOUND);
    assertThat(job.failure).hasMessage("There is no model of that name; there are [m, n, x].");
  }

  @Test
  void sharesCallsByWeight() {
    Bench shared =
        new Bench(
            Bench.config(1_000, 100),
            Bench.provider("p", Kind.OPENAI, 1, 3, 1_000, 0, "m"),
            Bench.provider("q", Kind.OPENAI, 1, 1, 1_000, 0, "m"));
    for (int i = 0; i < 400; i++) {
      shared.submit(Bench.ONE);
    }
    assertThat(shared.view("p").running()).isBetween(270, 330);
    assertThat(shared.dispatcher.describe().failovers()).isZero();
  }

  @Test
  void quotesOnlyWhenNothingElseIsThereOrSomebodyWantsIt() {
    Bench two =
        new Bench(
            Bench.config(),
            Bench.provider("p", 1, 4, "m"),
            Bench.provider("extractive", Kind.EXTRACTIVE, 1, 1, 4, 0, "extractive"));
    ScriptedJob job = two.submit(Bench.ONE);
    job.attempt().fail(AttemptFailure.Kind.PROVIDER_REFUSES);
    assertThat(job.terminals).isEqualTo(1);
    assertThat(ask(two, "extractive").attempt().provider.name()).isEqualTo("extractive");
  }

  @Test
  void takesTheDefaultModelOfTheNextProvider() {
    Bench defaults =
        new Bench(Bench.config(), Bench.provider("p", 5, 4, "m"), Bench.provider("q", 1, 4, "x"));
    ScriptedJob job = defaults.submit(Bench.ONE);
    assertThat(job.attempt().provider.name()).isEqualTo("p");
    job.attempt().fail(AttemptFailure.Kind.PROVIDER_REFUSES);
    assertThat(job.attempt().model).isEqualTo("x-at-q");
  }

  @Test
  void opensTheBreakerOfOneModelOnly() {
    breakModel("m");
    assertThat(bench.view("p").breakers()).containsExactly("m=open", "n=closed");
    assertThat(ask(bench, "n").attempt().provider.name()).isEqualTo("p");
    assertThat(ask(bench, "m").attempt().provider.name()).isEqualTo("q");
    assertThat(bench.toldStates()).containsExactly("open");
    assertThat(bench.told.getFirst().reason()).isEqualTo("scripted PROVIDER_REFUSES");
  }

  @Test
  void refusesAtOnceWhatNobodyServesJustNow() {
    breakModel("n");
    bench.timing.pass(10_000);
    ScriptedJob job = ask(bench, "n");
    assertThat(job.failureCode()).isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(job.retryAfter()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void letsAFewProbeAndTheOthersGoElsewhere() {
    breakModel("m");
    bench.timing.pass(30_000);
    List<String> asked = new ArrayList<>();
    List<ScriptedJob> jobs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      jobs.add(ask(bench, "m"));
      asked.add(jobs.getLast().attempt().provider.name());
    }
    assertThat(asked).containsExactly("p", "p", "q", "q");
    jobs.get(0).attempt().begin();
    jobs.get(1).attempt().begin();
    assertThat(bench.toldStates()).containsExactly("open", "half-open", "closed");
    assertThat(bench.view("p").breakers()).contains("m=closed");
  }

  @Test
  void givesThePermitOfACancelledProbeBack() {
    breakModel("n");
    bench.timing.pass(30_000);
    List<Ticket> probes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      probes.add(
          bench.submit(
              new ScriptedJob(),
              bench.call(Bench.ONE, Priority.INTERACTIVE, Duration.ofHours(1), Optional.of("n"))));
    }
    assertThat(ask(bench, "n").failureCode()).isEqualTo(FailureCode.UNAVAILABLE);
    probes.getFirst().cancel();
    assertThat(ask(bench, "n").isStarted()).isTrue();
  }

  @Test
  void countsASlowFirstTokenAsAFailure() {
    for (int i = 0; i < 5; i++) {
      ScriptedJob job = ask(bench, "n");
      bench.timing.pass(10_001);
      job.attempt().begin();
      job.attempt().end();
      assertThat(job.end).isNotNull();
    }
    assertThat(bench.toldStates()).containsExactly("open");
  }

  @Test
  void countsNeitherLimitsNorWrongRequestsNorCancels() {
    for (int i = 0; i < 20; i++) {
      ask(bench, "n").attempt().fail(AttemptFailure.Kind.REQUEST_REFUSED);
      ScriptedJob limited = ask(bench, "n");
      limited.attempt().fail(AttemptFailure.Kind.PROVIDER_LIMITS);
      Ticket ticket =
          bench.submit(
              new ScriptedJob(),
              bench.call(Bench.ONE, Priority.INTERACTIVE, Duration.ofHours(1), Optional.of("n")));
      ticket.cancel();
    }
    assertThat(bench.told).isEmpty();
  }

  @Test
  void movesThoseWhoWaitWhenTheirBreakerOpens() {
    List<ScriptedJob> running = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      running.add(ask(bench, "m"));
    }
    List<ScriptedJob> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiting.add(ask(bench, "m"));
    }
    ScriptedJob onlyHere = ask(bench, "n");
    assertThat(bench.view("p").waiting()).isEqualTo(4);
    for (ScriptedJob job : running) {
      job.attempt().fail(AttemptFailure.Kind.PROVIDER_REFUSES);
    }
    // The first failed ones have gone to the other provider; one more failure opens it.
    ScriptedJob last =
        waiting.stream()
            .filter(job -> job.isStarted() && job.attempt().provider.name().equals("p"))
            .findFirst()
            .orElseThrow();
    last.attempt().fail(AttemptFailure.Kind.PROVIDER_REFUSES);
    assertThat(bench.toldStates()).containsExactly("open");
    assertThat(onlyHere.attempt().provider.name()).isEqualTo("p");
    assertThat(waiting).allMatch(job -> job.terminals == 0);
    assertThat(bench.view("p").waiting()).isZero();
  }

  @Test
  void takesNoSlotOfAnotherProvider() {
    for (int i = 0; i < 20; i++) {
      ask(bench, "n");
    }
    assertThat(bench.view("p").running()).isEqualTo(4);
    assertThat(bench.view("p").waiting()).isEqualTo(16);
    assertThat(ask(bench, "x").isStarted()).isTrue();
    assertThat(bench.view("q").waiting()).isZero();
  }

  @Test
  void survivesAJobThatCannotMakeItsAttempt() {
    ScriptedJob broken =
        new ScriptedJob() {
          @Override
          public Attempt attemptAt(dev.groundwire.llm.ProviderConfig provider, String model) {
            throw new IllegalStateException("no body");
          }
        };
    bench.submit(
        broken, bench.call(Bench.ONE, Priority.INTERACTIVE, Duration.ofHours(1), Optional.of("n")));
    assertThat(broken.failureCode()).isEqualTo(FailureCode.INTERNAL);
    assertThat(bench.view("p").running()).isZero();
  }

  @Test
  void asksElsewhereForWhatOneProviderCannotDo() {
    for (int i = 0; i < 20; i++) {
      ScriptedJob job = ask(bench, "m");
      assertThat(job.attempt().provider.name()).isEqualTo("p");
      job.attempt().fail(AttemptFailure.Kind.NOT_HERE);
      assertThat(job.attempt().provider.name()).isEqualTo("q");
      job.attempt().end();
      assertThat(job.end).isNotNull();
    }
    assertThat(bench.told).isEmpty();
    assertThat(bench.view("p").limit()).isEqualTo(4);
    assertThat(bench.view("p").running()).isZero();
  }

  @Test
  void tellsWhatOneProviderCannotDoWhenThereIsNoOther() {
    ScriptedJob job = ask(bench, "n");
    job.attempt().fail(AttemptFailure.Kind.NOT_HERE);
    assertThat(job.attempts).hasSize(1);
    assertThat(job.failure).hasMessage("scripted NOT_HERE");
    assertThat(Objects.requireNonNull(job.failure).retryAfter()).isEmpty();
  }

  @Test
  void tellsTheFailureBeforeInsteadOfWhatTheLastProviderCannotDo() {
    ScriptedJob job = ask(bench, "m");
    job.attempt().fail(AttemptFailure.Kind.PROVIDER_REFUSES);
    job.attempt().fail(AttemptFailure.Kind.NOT_HERE);
    assertThat(job.failure).hasMessage("scripted PROVIDER_REFUSES");
  }

  @Test
  void asksLessOfAProviderSoSlowThatItsCallersLeave() {
    Ticket ticket =
        bench.submit(
            new ScriptedJob(),
            bench.call(Bench.ONE, Priority.INTERACTIVE, Duration.ofHours(1), Optional.of("n")));
    bench.timing.pass(10_001);
    ticket.cancel();
    assertThat(bench.view("p").limit()).isEqualTo(3);
  }
}
