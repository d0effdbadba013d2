package dev.groundwire.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private static Buckets of(Map<Double, Double> counts) {
    return new Buckets(new TreeMap<>(counts));
  }

  @Test
  void findsTheQuantileWithinItsBucket() {
    Buckets buckets = of(Map.of(0.1, 50.0, 0.5, 90.0, 1.0, 100.0, INFINITE, 100.0));
    assertThat(buckets.quantile(0.5)).isEqualTo(0.1, within(1e-9));
    assertThat(buckets.quantile(0.7)).isEqualTo(0.3, within(1e-9));
    assertThat(buckets.quantile(0.95)).isEqualTo(0.75, within(1e-9));
  }

  @Test
  void tellsTheLastBoundForWhatIsBeyondIt() {
    assertThat(of(Map.of(1.0, 1.0, INFINITE, 10.0)).quantile(0.95)).isEqualTo(1.0);
  }

  @Test
  void knowsNothingOfNothing() {
    assertThat(Buckets.NONE.quantile(0.5)).isNull();
    assertThat(of(Map.of(1.0, 0.0, INFINITE, 0.0)).quantile(0.5)).isNull();
  }

  @Test
  void tellsOnlyWhatCameSince() {
    Buckets before = of(Map.of(1.0, 5.0, INFINITE, 5.0));
    Buckets after = of(Map.of(1.0, 5.0, INFINITE, 8.0));
    assertThat(after.minus(before).count()).isEqualTo(3);
    assertThat(after.minus(Buckets.NONE).count()).isEqualTo(8);
  }
}
