package dev.groundwire.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.jobs.JobAttempt;
import dev.groundwire.bus.jobs.JobState;
import dev.groundwire.platform.bus.Deadline;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TakeoverTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static Steps steps;

  private final Tenant tenant = POSTGRES.newTenant();
  private final Asked room = new Asked(VERTX.vertx());

  @BeforeAll
  static void standIn() throws TimeoutException {
    POSTGRES.pool().query(Steps.TABLE).execute().await();
    steps = new Steps(POSTGRES.database());
    VERTX.deploy(steps);
  }

  @AfterEach
  void forget() {
    Node.forgetAll(POSTGRES);
  }

  private static Node node() throws TimeoutException {
    return Node.start(POSTGRES, VERTX, Node.config(10, List.of()));
  }

  /** The step that hangs on the dead node goes on in the end, and must write nothing. */
  @Test
  void goesOnWhereADeadNodeWasAndAppliesNoStepTwice() throws Exception {
    Node first = node();
    Promise<Void> reached = Promise.promise();
    Promise<Void> go = Promise.promise();
    Promise<Throwable> late = Promise.promise();
    steps.step =
        asked -> {
          if (Steps.cursor(asked) == 3 && asked.lease().holder().equals(first.id)) {
            reached.complete();
            go.future().await();
            try {
              return steps.write(asked, 6);
            } catch (RuntimeException refused) {
              late.complete(refused);
              throw refused;
            }
          }
          return steps.write(asked, 6);
        };
    UUID id = room.submit(tenant).id();
    reached.future().await();
    first.die();
    Node second = node();
    try {
      // Asked of the living one only: the other still answers, but has no database any more.
      first.stop();
      room.await(tenant, id, JobState.SUCCEEDED);
      go.complete();
      assertThat(Deadline.await(late.future(), Duration.ofSeconds(20)))
          .isInstanceOfSatisfying(
              BusFailure.class,
              refused -> assertThat(refused.code()).isEqualTo(FailureCode.CONFLICT));
      assertThat(steps.written(id)).containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(steps.writers(id)).containsExactlyInAnyOrder(first.id, second.id);
      assertThat(room.find(tenant, id).attempts())
          .singleElement()
          .isInstanceOfSatisfying(
              JobAttempt.class,
              attempt -> {
                assertThat(attempt.node()).isEqualTo(first.id);
                assertThat(attempt.error()).isEqualTo(Claims.GONE);
              });
    } finally {
      second.stop();
    }
  }

  @Test
  void givesAJobBackWhenItsNodeStops() throws Exception {
    Node first = node();
    Promise<Void> reached = Promise.promise();
    Promise<Void> go = Promise.promise();
    steps.step =
        asked -> {
          if (Steps.cursor(asked) == 2 && asked.lease().holder().equals(first.id)) {
            reached.tryComplete();
            go.future().await();
          }
          return steps.write(asked, 5);
        };
    UUID id = room.submit(tenant).id();
    reached.future().await();
    VERTX.vertx().setTimer(100, ignored -> go.complete());
    first.stop();
    Node second = node();
    try {
      room.await(tenant, id, JobState.SUCCEEDED);
      assertThat(steps.written(id)).containsExactly(0, 1, 2, 3, 4);
      assertThat(room.find(tenant, id).attempts()).as("nothing has failed").isEmpty();
    } finally {
      second.stop();
    }
  }

  @Test
  void failsAJobThatEndsEveryNodeThatRunsIt() throws Exception {
    Promise<Void> never = Promise.promise();
    UUID id = new UUID(0, 0);
    for (int died = 0; died < 3; died++) {
      Node dying = node();
      Promise<Void> reached = Promise.promise();
      steps.step =
          asked -> {
            reached.tryComplete();
            never.future().await();
            return steps.write(asked, 1);
          };
      if (died == 0) {
        id = room.submit(tenant).id();
      }
      reached.future().await();
      dying.die();
      dying.stop();
    }
    Node last = node();
    try {
      assertThat(room.await(tenant, id, JobState.FAILED).error().orElseThrow())
          .contains("Each node that ran it went silent");
    } finally {
      never.complete();
      last.stop();
    }
  }
}
