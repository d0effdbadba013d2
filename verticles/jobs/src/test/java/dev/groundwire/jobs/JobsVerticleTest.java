package dev.groundwire.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.jobs.JobFound;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobState;
import dev.groundwire.bus.jobs.JobView;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobsVerticleTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static Steps steps;

  private final Tenant tenant = POSTGRES.newTenant();
  private final Asked room = new Asked(VERTX.vertx());
  private Node node;

  @BeforeAll
  static void standIn() throws TimeoutException {
    POSTGRES.pool().query(Steps.TABLE).execute().await();
    steps = new Steps(POSTGRES.database());
    VERTX.deploy(steps);
  }

  @BeforeEach
  void start() throws TimeoutException {
    node = Node.start(POSTGRES, VERTX, Node.config(3, List.of()));
  }

  @AfterEach
  void stop() throws TimeoutException {
    node.stop();
    Node.forgetAll(POSTGRES);
  }

  @Test
  void runsStepAfterStep() {
    steps.step = asked -> steps.write(asked, 5);
    JobView queued = room.submit(tenant);
    assertThat(queued.state()).isEqualTo(JobState.QUEUED);
    JobView done = room.await(tenant, queued.id(), JobState.SUCCEEDED);
    assertThat(done.done()).isEqualTo(5);
    assertThat(done.result()).contains("5");
    assertThat(done.finishedAt()).isPresent();
    assertThat(done.node()).isEmpty();
    assertThat(steps.written(queued.id())).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void triesAFailedStepAgain() {
    AtomicInteger failures = new AtomicInteger();
    steps.step =
        asked -> {
          if (Steps.cursor(asked) == 2 && failures.incrementAndGet() < 3) {
            throw new BusFailure(FailureCode.OVERLOADED, "Not now.");
          }
          return steps.write(asked, 4);
        };
    UUID id = room.submit(tenant).id();
    room.await(tenant, id, JobState.SUCCEEDED);
    assertThat(steps.written(id)).containsExactly(0, 1, 2, 3);
    JobFound found = room.find(tenant, id);
    assertThat(found.job().attempts()).as("forgotten once a step succeeds").isZero();
    assertThat(found.attempts())
        .hasSize(2)
        .allSatisfy(attempt -> {
          assertThat(attempt.error()).isEqualTo("Not now.");
          assertThat(attempt.node()).isEqualTo(node.id);
        });
  }

  @Test
  void failsWhenTheBudgetIsSpent() {
    AtomicInteger tries = new AtomicInteger();
    steps.step =
        asked -> {
          tries.incrementAndGet();
          throw new BusFailure(FailureCode.UNAVAILABLE, "The model is away.");
        };
    UUID id = room.submit(tenant).id();
    JobView failed = room.await(tenant, id, JobState.FAILED);
    assertThat(tries).hasValue(3);
    assertThat(failed.error()).contains("The model is away. Tried 3 times.");
  }

  @Test
  void failsAtOnceWhereAnotherTryCannotHelp() {
    AtomicInteger tries = new AtomicInteger();
    steps.step =
        asked -> {
          tries.incrementAndGet();
          throw new BusFailure(FailureCode.NOT_FOUND, "There is no document 7 here.");
        };
    JobView failed = room.await(tenant, room.submit(tenant).id(), JobState.FAILED);
    assertThat(tries).hasValue(1);
    assertThat(failed.error()).contains("There is no document 7 here.");
  }

  @Test
  void runsOneOfAKeyAtATimeInTheirOrder() {
    Set<UUID> running = ConcurrentHashMap.newKeySet();
    AtomicInteger most = new AtomicInteger();
    Promise<Void> go = Promise.promise();
    steps.step =
        asked -> {
          running.add(asked.jobId());
          most.accumulateAndGet(running.size(), Math::max);
          go.future().await();
          StepDone done = steps.write(asked, 2);
          if (done.cursor().isEmpty()) {
            running.remove(asked.jobId());
          }
          return done;
        };
    UUID first = room.submit(tenant).id();
    UUID second = room.submit(tenant).id();
    UUID other = room.submit(POSTGRES.newTenant()).id();
    Asked.until("two of two keys", () -> running.size() == 2);
    assertThat(running).containsExactlyInAnyOrder(first, other);
    go.complete();
    JobView last = room.await(tenant, second, JobState.SUCCEEDED);
    assertThat(most).hasValue(2);
    JobView before = room.find(tenant, first).job();
    assertThat(before.finishedAt().orElseThrow()).isBeforeOrEqualTo(last.startedAt().orElseThrow());
  }

  @Test
  void cancelsWhatWaitsAtOnceAndWhatRunsAfterItsStep() {
    Promise<Void> go = Promise.promise();
    AtomicInteger asked = new AtomicInteger();
    steps.step =
        step -> {
          asked.incrementAndGet();
          go.future().await();
          return steps.write(step, 100);
        };
    UUID running = room.submit(tenant).id();
    UUID waiting = room.submit(tenant).id();
    Asked.until("it runs", () -> asked.get() == 1);
    assertThat(room.cancel(tenant, waiting).state()).isEqualTo(JobState.CANCELLED);
    assertThat(room.cancel(tenant, running).cancelRequested()).isTrue();
    assertThat(room.find(tenant, running).job().state()).isEqualTo(JobState.RUNNING);
    go.complete();
    JobView cancelled = room.await(tenant, running, JobState.CANCELLED);
    assertThat(cancelled.done()).isEqualTo(1);
    assertThat(asked).as("no step after the one under way").hasValue(1);
    assertThat(room.cancel(tenant, running).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void pausesAsLongAsItsStepAsksUnlessItIsCancelled() {
    AtomicInteger asked = new AtomicInteger();
    Tenant busy = POSTGRES.newTenant();
    steps.step =
        step -> {
          if (step.tenant().equals(busy)) {
            return steps.write(step, 20);
          }
          asked.incrementAndGet();
          return StepDone.later(Duration.ofSeconds(50), "1", 1, 2, "{}");
        };
    UUID id = room.submit(tenant).id();
    Asked.until("it pauses", () -> room.find(tenant, id).job().done() == 1);
    room.await(busy, room.submit(busy).id(), JobState.SUCCEEDED);
    assertThat(asked).as("neither its own progress nor that of others ends it").hasValue(1);
    room.cancel(tenant, id);
    room.await(tenant, id, JobState.CANCELLED);
    assertThat(asked).hasValue(1);
  }

  @Test
  void refusesToCancelWhatHasEnded() {
    steps.step = step -> steps.write(step, 1);
    UUID id = room.submit(tenant).id();
    room.await(tenant, id, JobState.SUCCEEDED);
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(() -> room.cancel(tenant, id))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.CONFLICT));
  }

  @Test
  void refusesBeyondTheBoundOfAWorkspace() {
    Promise<Void> go = Promise.promise();
    steps.step =
        step -> {
          go.future().await();
          return steps.write(step, 1);
        };
    UUID running = room.submit(tenant).id();
    Asked.until("it runs", () -> room.find(tenant, running).job().state() == JobState.RUNNING);
    for (int i = 0; i < 3; i++) {
      room.submit(tenant);
    }
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(() -> room.submit(tenant))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.RATE_LIMITED));
    room.submit(POSTGRES.newTenant());
    go.complete();
  }

  @Test
  void refusesArgumentsThatItsKindDoesNotTake() {
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(() -> room.submit(tenant, JobKind.DEDUPE, "{\"remvoe\":true}"))
        .withMessageContaining("remvoe is unknown to dedupe");
  }

  @Test
  void showsAnOrganizationItsOwnJobsOnly() {
    Tenant other = POSTGRES.newTenant();
    UUID id = room.submit(tenant).id();
    assertThat(room.list(tenant)).extracting(JobView::id).contains(id);
    assertThat(room.list(other)).isEmpty();
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(() -> room.find(other, id))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.NOT_FOUND));
    assertThatExceptionOfType(BusFailure.class).isThrownBy(() -> room.cancel(other, id));
  }
}
