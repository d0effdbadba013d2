package dev.groundwire.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.micrometer.core.instrument.Gauge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SettledDriftTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @TempDir Path data;

  /** The next comparison finds nothing more, and says so. */
  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void tellsWhatARegularComparisonFoundUntilTheNext() throws TimeoutException {
    Room room = Room.open(VERTX, data, POSTGRES.database(), Duration.ofMillis(500));
    Gauge drift = Telemetry.of(VERTX.vertx()).meters().get("index.drift").gauge();
    assertThat(drift.value()).isZero();
    new Library(POSTGRES.database()).add(POSTGRES.newTenant(), "en", "a pump that no event told");
    while (drift.value() == 0) {
      Thread.onSpinWait();
    }
    assertThat(drift.value()).isOne();
    while (drift.value() != 0) {
      Thread.onSpinWait();
    }
    room.close();
  }
}
