package dev.groundwire.testing.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.shared.OwnState;
import dev.groundwire.platform.shared.SharedConfig;
import dev.groundwire.platform.shared.SharedState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OwnStateTest implements SharedStateContract {
  private static final SharedConfig SMALL = new SharedConfig(Duration.ofSeconds(1), 1 << 20, 1_000);

  private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);
  private final OwnState state = new OwnState(SMALL, nanos::get);

  @Override
  public SharedState state() {
    return state;
  }

  @Override
  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void tellsExactlyWhenTheNextTokenComes() {
    state.take("a", THREE).await();
    state.take("a", THREE).await();
    state.take("a", THREE).await();
    pass(Duration.ofSeconds(20));
    assertThat(state.take("a", THREE).await().next()).isEqualTo(Duration.ofSeconds(40));
    pass(Duration.ofSeconds(40));
    assertThat(state.take("a", THREE).await().granted()).isTrue();
  }

  @Test
  void holdsNoMoreThanItsBound() {
    String large = "x".repeat(64 << 10);
    long held =
        IntStream.range(0, 100)
            .peek(each -> state.claim("name " + each, large, LONG).await())
            .count();
    assertThat(held).isEqualTo(100);
    long kept =
        IntStream.range(0, 100)
            .filter(
                each -> state.claim("name " + each, "", Duration.ofNanos(1)).await().isPresent())
            .count();
    assertThat(kept).isLessThanOrEqualTo(16);
  }
}
