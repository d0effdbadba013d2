package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopTimeTest {
  private final SettableClock clock = new SettableClock();
  private final StopTime time = new StopTime(clock, Duration.ofSeconds(20));

  @Test
  void givesEachStepWhatIsLeft() {
    clock.advance(Duration.ofHours(1));
    time.begin();
    assertThat(time.forAnswers()).isEqualTo(Duration.ofSeconds(15));
    clock.advance(Duration.ofSeconds(15));
    assertThat(time.left()).isEqualTo(Duration.ofSeconds(5));
    clock.advance(Duration.ofSeconds(4));
    assertThat(time.left()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void beginsOnlyOnce() {
    time.begin();
    clock.advance(Duration.ofSeconds(12));
    time.begin();
    assertThat(time.left()).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void leavesAMomentToSeeWhatIsDoneAlready() {
    time.begin();
    clock.advance(Duration.ofMinutes(1));
    assertThat(time.left()).isBetween(Duration.ofMillis(1), Duration.ofMillis(100));
    assertThat(time.forAnswers()).isEqualTo(time.left());
  }
}
