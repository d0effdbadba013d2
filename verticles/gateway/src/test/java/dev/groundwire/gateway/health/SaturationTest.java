package dev.groundwire.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaturationTest {
  private final SettableClock clock = new SettableClock();
  private int used;
  private final Saturation saturation =
      new Saturation(
          List.of(new Bound("event streams", () -> used, 100)),
          0.95,
          0.8,
          Duration.ofSeconds(15),
          clock);

  private List<String> after(Duration time, int nowUsed) {
    clock.advance(time);
    used = nowUsed;
    saturation.look();
    return saturation.reasons();
  }

  @Test
  void isUsedUpOnlyAfterAWhileWithoutABreak() {
    assertThat(after(Duration.ZERO, 100)).isEmpty();
    assertThat(after(Duration.ofSeconds(14), 100)).isEmpty();
    assertThat(after(Duration.ofSeconds(1), 90)).isEmpty();
    assertThat(after(Duration.ofSeconds(1), 100)).isEmpty();
    assertThat(after(Duration.ofSeconds(14), 96)).isEmpty();
    assertThat(after(Duration.ofSeconds(1), 96))
        .containsExactly("event streams are used up (96 of 100)");
  }

  @Test
  void staysUsedUpUntilThereIsClearRoom() {
    after(Duration.ZERO, 100);
    assertThat(after(Duration.ofSeconds(15), 100)).hasSize(1);
    assertThat(after(Duration.ofSeconds(1), 90)).hasSize(1);
    assertThat(after(Duration.ofSeconds(1), 80)).hasSize(1);
    assertThat(after(Duration.ofSeconds(1), 79)).isEmpty();
    assertThat(after(Duration.ofSeconds(1), 94)).isEmpty();
  }
}
