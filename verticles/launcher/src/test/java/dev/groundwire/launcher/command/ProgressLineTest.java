package dev.groundwire.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  private ProgressLine line(boolean isScreen, int columns) {
    PrintStream stream = new PrintStream(screen, true, StandardCharsets.UTF_8);
    return new ProgressLine(
        new Terminal(stream, stream, isScreen, isScreen, columns),
        Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
  }

  @Test
  void tellsWhatIsLeftFromWhatIsDone() {
    assertThat(ProgressLine.render(0.25, "5/20 ready", Duration.ofSeconds(30)))
        .isEqualTo("[######..................] 5/20 ready  about 90 s left");
    assertThat(ProgressLine.render(1, "20/20 ready", Duration.ofSeconds(150)))
        .endsWith("20/20 ready  in 2 min 30 s");
  }

  @Test
  void guessesNothingAtTheBeginning() {
    assertThat(ProgressLine.render(0.01, "0/20 ready", Duration.ofSeconds(30)))
        .isEqualTo("[........................] 0/20 ready");
  }

  @Test
  void neverWrapsOnAScreen() {
    try (ProgressLine line = line(true, 40)) {
      line.show(0.5, "a long text that goes far beyond the forty columns of this screen");
    }
    assertThat(screen.toString(StandardCharsets.UTF_8).replace("\r\u001b[K", "").strip())
        .hasSizeLessThan(40);
  }

  @Test
  void redrawsNoMoreOftenThanItCanBeRead() {
    try (ProgressLine line = line(false, 80)) {
      line.show(0.1, "first");
      line.show(0.2, "second");
    }
    assertThat(screen.toString(StandardCharsets.UTF_8)).contains("first").doesNotContain("second");
  }
}
