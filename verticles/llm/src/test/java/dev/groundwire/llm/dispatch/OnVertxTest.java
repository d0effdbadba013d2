package dev.groundwire.llm.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.llm.Call;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.Priority;
import dev.groundwire.llm.budget.Budgets;
import dev.groundwire.platform.telemetry.RequestScope;
import dev.groundwire.platform.telemetry.Trail;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On the clock and the timers of the room. */
class OnVertxTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Clock CLOCK = Clock.systemUTC();

  private static Call call(Duration patience) {
    return new Call(
        new Tenant(Bench.ONE, Bench.ONE),
        Optional.empty(),
        Priority.INTERACTIVE,
        CLOCK.instant().plus(patience));
  }

  private static Dispatcher dispatcher() {
    return new Dispatcher(
        VERTX.vertx(),
        List.of(Bench.provider("p", 1, 1, "m")),
        Bench.config(),
        CLOCK,
        () -> System.nanoTime() / 1_000_000,
        new Random(1),
        new Neighbours(Budgets.OF_ONE_NODE, changed -> {}, held -> {}));
  }

  /** Completes with the end or the failure; everything has to be told on the room's context. */
  private static final class TellingJob extends ScriptedJob {
    private final Promise<CallEnded> told = Promise.promise();
    private final @Nullable Context room = Vertx.currentContext();

    @Override
    public void ended(CallEnded how) {
      assertThat(Vertx.currentContext()).isSameAs(room);
      told.complete(how);
    }

    @Override
    public void failed(BusFailure why) {
      assertThat(Vertx.currentContext()).isSameAs(room);
      told.fail(why);
    }
  }

  @Test
  void repeatsAfterAPauseOnTheSameContext() throws TimeoutException {
    Promise<CallEnded> done = Promise.promise();
    VERTX
        .vertx()
        .runOnContext(start -> {
          TellingJob job = new TellingJob();
          job.onStart =
              attempt ->
                  VERTX
                      .vertx()
                      .runOnContext(later -> {
                        if (job.attempts.size() == 1) {
                          attempt.breakDown();
                        } else {
                          attempt.begin();
                          attempt.end();
                        }
                      });
          job.told.future().onComplete(done);
          dispatcher().submit(call(Duration.ofSeconds(30)), job);
        });
    assertThat(done.future().await(30, TimeUnit.SECONDS).finishReason()).isEqualTo("stop");
  }

  @Test
  void tellsPositionsAndRefusesWhatWaitedForTooLong() throws TimeoutException {
    Promise<List<Integer>> done = Promise.promise();
    VERTX
        .vertx()
        .runOnContext(start -> {
          Dispatcher dispatcher = dispatcher();
          dispatcher.submit(call(Duration.ofSeconds(30)), new ScriptedJob());
          TellingJob waiting = new TellingJob();
          waiting.told.future().onFailure(refused -> done.complete(waiting.positions));
          dispatcher.submit(call(Duration.ofMillis(2_500)), waiting);
        });
    assertThat(done.future().await(30, TimeUnit.SECONDS)).containsExactly(1);
  }

  @Test
  void startsACallThatWaitedForItsOwnRequest() throws TimeoutException {
    Promise<String> startedFor = Promise.promise();
    VERTX
        .vertx()
        .runOnContext(start -> {
          Context room = VERTX.vertx().getOrCreateContext();
          Dispatcher dispatcher = dispatcher();
          ScriptedJob first = new ScriptedJob();
          ScriptedJob second = new ScriptedJob();
          second.onStart =
              attempt -> startedFor.complete(RequestScope.currentRequestId().orElse("none"));
          dispatcher.submit(call(Duration.ofSeconds(30)), first);
          Trail.of(RequestScope.of("two"))
              .run(
                  room,
                  () -> {
                    dispatcher.submit(call(Duration.ofSeconds(30)), second);
                    Trail.of(RequestScope.of("one"))
                        .run(
                            room,
                            () -> {
                              first.attempt().begin();
                              first.attempt().end();
                            });
                  });
        });
    assertThat(startedFor.future().await(30, TimeUnit.SECONDS)).isEqualTo("two");
  }
}
