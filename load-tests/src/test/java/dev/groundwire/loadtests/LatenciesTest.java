package dev.groundwire.loadtests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void takesTheSmallestThatCoversTheShare() {
    Latencies latencies = new Latencies(1);
    for (int millis = 100; millis >= 1; millis--) {
      latencies.add(millis * 1_000_000L);
    }
    assertThat(latencies.percentile(0.5)).isEqualTo(50);
    assertThat(latencies.percentile(0.95)).isEqualTo(95);
    assertThat(latencies.percentile(1)).isEqualTo(100);
  }

  @Test
  void takesTheMiddleOfAnEvenNumber() {
    assertThat(Latencies.median(4, 1, 3, 2)).isEqualTo(2.5);
    assertThat(Latencies.median(9, 1, 5)).isEqualTo(5);
  }
}
