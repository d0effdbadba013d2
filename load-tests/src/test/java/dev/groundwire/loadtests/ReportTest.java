package dev.groundwire.loadtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, UTF_8);
  private final Report report = new Report("streams");

  @Test
  void failsOnceItHasPrintedWhatMustNotHappen() {
    report.none("lost", 3, "tokens");
    report.figure("delay", 7, "ms");
    assertThatIllegalStateException()
        .isThrownBy(() -> report.print(out))
        .withMessage("streams: lost: 3.00 tokens");
    assertThat(printed.toString(UTF_8)).contains("lost", "NO", "delay", "7.00 ms");
  }

  @Test
  void onlyTellsOfAPromiseThatIsNotKept() {
    report.none("lost", 0, "tokens");
    report.atMost("delay", 7, "ms", 5);
    report.print(out);
    assertThat(printed.toString(UTF_8)).contains("0.000 tokens", "yes", "NO");
  }
}
