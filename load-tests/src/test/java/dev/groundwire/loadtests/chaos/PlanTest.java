package dev.groundwire.loadtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
  void hasEveryFaultOfBothTransportsWithinFiveSeeds() {
    Map<Transport, Set<Fault>> seen = new EnumMap<>(Transport.class);
    for (long seed = 1; seed <= 5; seed++) {
      Set<Fault> faults =
          seen.computeIfAbsent(Plan.transportOf(seed), ignored -> EnumSet.noneOf(Fault.class));
      plan(seed).faults().forEach(planned -> faults.add(planned.fault()));
    }

    assertThat(seen.get(Transport.JETSTREAM)).containsExactlyInAnyOrder(Fault.values());
    assertThat(seen.get(Transport.IN_PROCESS))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Fault.values()).filter(fault -> !fault.needsBroker()).toList());
  }

  private static Plan plan(long seed) {
    return Plan.of(seed, Plan.transportOf(seed), 1_000, LOAD);
  }
}
