package dev.groundwire.testing.prometheus;

import dev.groundwire.testing.program.DebianProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Checks rules, settings and scraped metrics as an operator would. */
public final class Promtool {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path program;

  private Promtool(Path program) {
    this.program = program;
  }

  /** Finds the program, which may be downloaded for it. */
  public static Promtool find() throws IOException {
    return new Promtool(
        new DebianProgram(
                "promtool",
                List.of("promtool", "prometheus"),
                "PROMTOOL",
                "https://github.com/prometheus/prometheus/releases")
            .find());
  }

  /** What it said, and 0 when it has no complaint. */
  public record Verdict(int exitCode, String said) {}

  public Verdict run(Object... arguments) throws IOException, InterruptedException {
    return run("", arguments);
  }

  /** With that text as its input. */
  public Verdict run(String input, Object... arguments) throws IOException, InterruptedException {
    Path in = Files.createTempFile("groundwire-promtool", ".in");
    Path out = Files.createTempFile("groundwire-promtool", ".out");
    try {
      Files.writeString(in, input);
      List<String> command = new ArrayList<>(List.of(program.toString()));
      for (Object argument : arguments) {
        command.add(argument.toString());
      }
      Process process =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("promtool did not end within " + PATIENCE);
      }
      return new Verdict(process.exitValue(), Files.readString(out));
    } finally {
      Files.deleteIfExists(in);
      Files.deleteIfExists(out);
    }
  }
}
