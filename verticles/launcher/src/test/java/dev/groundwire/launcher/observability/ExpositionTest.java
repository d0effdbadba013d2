package dev.groundwire.launcher.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpositionTest {
  @Test
  void takesATimersPartsForOneMetric() {
    Exposition page =
        Exposition.read(
            """
            # HELP a_seconds How long.
            # TYPE a_seconds histogram
            a_seconds_bucket{of="x, y=\\"z",le="+Inf"} 1
            a_seconds_count{of="x"} 1
            # TYPE a_seconds_max gauge
            a_seconds_max{of="x"} 1.0E-3
            # TYPE b gauge
            b NaN
            """);
    assertThat(page.families()).isEqualTo(Map.of("a_seconds", Set.of("of"), "b", Set.of()));
    assertThat(page.samples())
        .containsExactly("a_seconds_bucket", "a_seconds_count", "a_seconds_max", "b");
  }
}
