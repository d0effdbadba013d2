package dev.groundwire.platform.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
  private final AtomicLong nanos = new AtomicLong();
  private final RestartBudget budget = new RestartBudget(2, Duration.ofMinutes(1), nanos::get);

  @Test
  void doublesThePauseAndEnds() {
    assertThat(budget.spend()).contains(Duration.ofMillis(50));
    assertThat(budget.spend()).contains(Duration.ofMillis(100));
    assertThat(budget.spend()).isEmpty();
  }

  @Test
  void forgetsWhatLiesBeforeTheWindow() {
    budget.spend();
    budget.spend();
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(budget.spend()).contains(Duration.ofMillis(50));
  }
}
