package dev.groundwire.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.SettableClock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TombstonesTest {
  private static final UUID A = new UUID(0, 1);
  private static final UUID B = new UUID(0, 2);
  private static final UUID C = new UUID(0, 3);

  private final SettableClock clock = new SettableClock();
  private final Tombstones tombstones = new Tombstones(clock, Duration.ofMinutes(10), 2);

  @Test
  void hidesUntilLifted() {
    tombstones.bury(A);
    tombstones.bury(B);
    tombstones.lift(A);

    assertThat(tombstones.hidden()).containsExactly(B);
  }

  @Test
  void forgetsTheOldestBeyondItsNumber() {
    tombstones.bury(A);
    tombstones.bury(B);
    tombstones.bury(A);
    tombstones.bury(C);

    assertThat(tombstones.hidden()).containsExactlyInAnyOrder(A, C);
  }

  @Test
  void forgetsWithAge() {
    tombstones.bury(A);
    clock.advance(Duration.ofMinutes(9));
    tombstones.bury(B);
    clock.advance(Duration.ofMinutes(2));

    assertThat(tombstones.hidden()).containsExactly(B);
  }
}
