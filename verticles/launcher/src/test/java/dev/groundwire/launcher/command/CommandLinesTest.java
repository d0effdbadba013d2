package dev.groundwire.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLinesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(Map<String, String> environment, String... arguments) {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            80);
    return CommandLines.run(environment, terminal, Clock.systemUTC(), arguments);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void saysWhatThereIs() {
    assertThat(run(Map.of())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("start", "demo", "ask", "eval", "migrate", "help");
  }

  @Test
  void suggestsACommandForAWrongOne() {
    assertThat(run(Map.of(), "stert")).isEqualTo(64);
    assertThat(err()).contains("groundwire start");
  }

  @Test
  void namesAFileThatCannotBeRead(@TempDir Path directory) {
    Path missing = directory.resolve("missing.pdf");
    assertThat(run(Map.of(), "ask", "Why?", "--file", missing.toString())).isEqualTo(2);
    assertThat(err().lines()).hasSize(1);
    assertThat(err()).contains(missing.toString());
  }

  @Test
  void namesTheSettingThatIsWrong() {
    assertThat(run(Map.of("HTTP_PORT", "eighty"), "ask", "Why?")).isEqualTo(1);
    assertThat(err()).contains("gateway.http.port").contains("eighty");
  }

  @Test
  void asksForTheDatabaseToMigrate() {
    assertThat(run(Map.of(), "migrate")).isEqualTo(1);
    assertThat(err()).startsWith("groundwire: DATABASE_URL is not set;");
  }

  @Test
  void showsWhereAFailureComesFromOnlyWhenAsked() {
    run(Map.of(), "migrate", "--stacktrace");
    assertThat(err()).contains("at dev.groundwire");
  }
}
