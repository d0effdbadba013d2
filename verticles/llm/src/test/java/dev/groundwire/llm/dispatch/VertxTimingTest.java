package dev.groundwire.llm.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.VertxFixture;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VertxTimingTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  private final AtomicReference<Instant> wall = new AtomicReference<>(NOON);
  private final AtomicLong passed = new AtomicLong(1_000);
  private final Clock clock = ((InstantSource) wall::get).withZone(ZoneOffset.UTC);
  private final VertxTiming timing = new VertxTiming(VERTX.vertx(), clock, passed::get);

  @Test
  void turnsAnInstantIntoASpanOnceWhateverTheClockDoesLater() {
    long due = timing.at(NOON.plus(Duration.ofSeconds(5)));
    assertThat(due).isEqualTo(6_000);
    wall.set(NOON.minus(Duration.ofDays(1)));
    passed.set(6_000);
    assertThat(timing.now()).isEqualTo(due);
  }

  @Test
  void takesTheLatestInstantThatACallMayName() {
    assertThat(timing.at(Instant.ofEpochMilli(Long.MAX_VALUE / 2))).isPositive();
  }
}
