package dev.groundwire.loadtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Duration LOAD = Duration.ofSeconds(12);

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(plan(7)).isEqualTo(plan(7));
    assertThat(plan(7).op(3)).isEqualTo(plan(7).op(3));
    assertThat(plan(7).op(3)).isNotEqualTo(plan(8).op(3));
  }

  @Test
  void hasEveryFaultWithinAFewSeeds() {
    Set<Fault> seen = EnumSet.noneOf(Fault.class);
    for (long seed = 1; seed <= 5; seed++) {
      plan(seed).faults().forEach(planned -> seen.add(planned.fault()));
    }

    assertThat(seen).containsExactlyInAnyOrder(Fault.values());
  }

  private static Plan plan(long seed) {
    return Plan.of(seed, Transport.JETSTREAM, 1_000, LOAD);
  }
}
