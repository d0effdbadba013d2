package dev.groundwire.gateway.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.ingestion.DocumentStatus;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProgressLogTest {
  private final ProgressLog log = new ProgressLog();

  @Test
  void keepsNoMoreForAWatcherThatTakesNothingThanItBounds() {
    for (int i = 0; i < ProgressLog.MOST + 10; i++) {
      log.hinted(new ProgressEvent(new UUID(0, i), DocumentStatus.RECEIVED, 0, 0));
    }
    assertThat(log.unfinished()).hasSize(ProgressLog.MOST).doesNotContain(new UUID(0, 9));
    assertThat(log.take().toString().lines().filter(line -> line.startsWith("event: ")))
        .hasSize(ProgressLog.MOST);
  }

  @Test
  void knowsWhatIsUnderWay() {
    UUID id = new UUID(1, 1);
    log.hinted(new ProgressEvent(id, DocumentStatus.RECEIVED, 0, 0));
    assertThat(log.isUnderWay()).isTrue();
    assertThat(log.found()).isZero();
    log.lookedUp(new ProgressEvent(id, DocumentStatus.READY, 1, 1));
    assertThat(log.isUnderWay()).isFalse();
    assertThat(log.found()).isEqualTo(1);
  }
}
