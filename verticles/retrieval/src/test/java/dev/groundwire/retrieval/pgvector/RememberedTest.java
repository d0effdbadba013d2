package dev.groundwire.retrieval.pgvector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RememberedTest {
  private final AtomicLong nanos =
      new AtomicLong(Long.MAX_VALUE - 5); // it may overflow at any time
  private final Remembered<String, Integer> counts =
      new Remembered<>(2, Duration.ofNanos(10), nanos::get);

  @Test
  void forgetsWhatIsTooOld() {
    counts.put("a", 1);
    nanos.addAndGet(10);
    assertThat(counts.get("a")).contains(1);

    nanos.addAndGet(1);
    assertThat(counts.get("a")).isEmpty();
  }

  @Test
  void forgetsTheLeastUsedBeyondItsBound() {
    counts.put("a", 1);
    counts.put("b", 2);
    assertThat(counts.get("a")).contains(1);
    counts.put("c", 3);

    assertThat(counts.get("b")).isEmpty();
    assertThat(counts.get("a")).contains(1);
    assertThat(counts.get("c")).contains(3);
  }
}
