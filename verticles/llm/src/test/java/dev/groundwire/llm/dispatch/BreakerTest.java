package dev.groundwire.llm.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.llm.dispatch.Breaker.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private final ManualTiming timing = new ManualTiming();
  private final List<String> told = new ArrayList<>();
  private final Breaker breaker =
      new Breaker(
          "p",
          "m",
          Bench.config(),
          timing,
          (changed, state, reason) -> told.add(state + " " + reason));

  private Permit permit() {
    return Objects.requireNonNull(breaker.tryAcquire());
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      permit().failed("down");
    }
  }

  @Test
  void opensAfterSoManyFailuresWithinTheWindow() {
    fail(4);
    timing.pass(60_001);
    fail(4);
    assertThat(breaker.mayTry()).isTrue();
    fail(1);
    assertThat(breaker.mayTry()).isFalse();
    assertThat(breaker.tryAcquire()).isNull();
    assertThat(breaker.waitMillis()).isEqualTo(30_000);
  }

  @Test
  void closesWhenAllProbesSucceed() {
    fail(5);
    timing.pass(30_000);
    Permit one = permit();
    Permit two = permit();
    assertThat(breaker.tryAcquire()).isNull();
    one.succeeded();
    assertThat(breaker.tryAcquire()).isNull();
    two.succeeded();
    assertThat(breaker.mayTry()).isTrue();
    fail(4);
    assertThat(told).containsExactly("open down", "half-open down", "closed ");
  }

  @Test
  void opensAgainWhenAProbeFails() {
    fail(5);
    timing.pass(30_000);
    Permit other = permit();
    permit().failed("still down");
    other.succeeded();
    assertThat(told).containsExactly("open down", "half-open down", "open still down");
    timing.pass(30_000);
    assertThat(told.getLast()).isEqualTo("half-open still down");
  }

  @Test
  void letsAnotherProbeThroughForOneThatSaysNothing() {
    fail(5);
    timing.pass(30_000);
    Permit cancelled = permit();
    permit();
    cancelled.giveBack();
    cancelled.giveBack();
    assertThat(breaker.tryAcquire()).isNotNull();
    assertThat(breaker.tryAcquire()).isNull();
  }

  @Test
  void hearsNothingOfCallsFromBeforeItOpened() {
    Permit slow = permit();
    Permit lost = permit();
    fail(5);
    timing.pass(30_000);
    lost.failed("late");
    slow.succeeded();
    assertThat(breaker.state()).isEqualTo(Breaker.State.HALF_OPEN);
    permit().succeeded();
    permit().succeeded();
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }
}
