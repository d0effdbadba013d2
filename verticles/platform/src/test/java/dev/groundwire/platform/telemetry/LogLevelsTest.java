package dev.groundwire.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogLevelsTest {
  private static final String NAME = "dev.groundwire.room";
  private final Vertx vertx = Vertx.vertx();
  private final LoggerContext log = new LoggerContext();
  private final LogLevels levels = new LogLevels(vertx, log);

  @AfterEach
  void end() throws TimeoutException {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void fallsBackAfterItsTimeToWhatWasBeforeTheFirstChange() throws TimeoutException {
    log.getLogger(NAME).setLevel(Level.WARN);
    assertThat(levels.set(NAME, LogConfig.Level.DEBUG, Duration.ofHours(1))).isTrue();
    assertThat(log.getLogger(NAME).getLevel()).isEqualTo(Level.DEBUG);
    assertThat(levels.all()).contains(new LogLevels.Entry(NAME, "DEBUG", true));
    assertThat(levels.set(NAME, LogConfig.Level.TRACE, Duration.ofMillis(1))).isTrue();
    Promise<Void> over = Promise.promise();
    vertx.setPeriodic(
        2,
        ignored -> {
          if (Level.WARN.equals(log.getLogger(NAME).getLevel())) {
            over.tryComplete();
          }
        });
    over.future().await(10, TimeUnit.SECONDS);
    assertThat(levels.all()).contains(new LogLevels.Entry(NAME, "WARN", false));
  }

  @Test
  void restoresAtOnce() {
    levels.set(NAME, LogConfig.Level.DEBUG, Duration.ofHours(1));
    levels.restore(NAME);
    assertThat(log.getLogger(NAME).getLevel()).isNull();
    levels.restore("never.changed");
  }

  @Test
  void bindsHowManyAreChanged() {
    for (int number = 0; number < 100; number++) {
      assertThat(levels.set("a" + number, LogConfig.Level.DEBUG, Duration.ofHours(1))).isTrue();
    }
    assertThat(levels.set("one.more", LogConfig.Level.DEBUG, Duration.ofHours(1))).isFalse();
  }
}
