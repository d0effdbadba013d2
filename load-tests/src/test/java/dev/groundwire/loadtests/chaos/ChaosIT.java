package dev.groundwire.loadtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The short form; {@code load-tests/chaos --seeds 30} is a longer one. */
class ChaosIT {
  private static final int SEEDS = 5;
  private static final int OPS = 2_600;
  private static final int FACTS_AT_LEAST = 10_000;
  private static final Duration LOAD = Duration.ofSeconds(12);

  /** Its logs say why a run failed. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void keepsItsPromisesWhateverIsDoneToIt() throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    try (Arena arena = Arena.open(folder)) {
      for (long seed = 1; seed <= SEEDS; seed++) {
        Plan plan = Plan.of(seed, Plan.transportOf(seed), OPS, LOAD);
        outcomes.add(ChaosRun.run(arena, plan, PlantedBug.NONE));
      }
    }

    assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.violations()).isEmpty());
    assertThat(outcomes.stream().mapToInt(Outcome::facts).sum())
        .isGreaterThanOrEqualTo(FACTS_AT_LEAST);
  }
}
