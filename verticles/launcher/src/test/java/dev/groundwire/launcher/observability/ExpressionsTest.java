package dev.groundwire.launcher.observability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpressionsTest {
  @Test
  void findsSeriesAmongFunctionsLabelsAndWords() {
    assertThat(
            Expressions.metrics(
                "histogram_quantile(0.95, sum by (le, path) (rate(a_bucket{x=~\"b|c\"}[5m])))"
                    + " > 14.4 * 0.005 and on (x) d_total unless e offset 5m or vector(0)"
                    + " / slo:recorded:ratio"))
        .containsExactly("a_bucket", "d_total", "e");
  }
}
