package dev.groundwire.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LocalModelProcessTest {
  /** ONNX Runtime 1.29 reads its command line into 4 KB: a class path is often longer. */
  @Test
  void loadsWhateverTheCommandLine() throws Exception {
    assertThat(exitOf(LoadedModel.class, "-Dlong=" + "x".repeat(20_000))).isZero();
  }

  /** ONNX Runtime's own shutdown hook runs beside whoever still drains. */
  @Test
  void embedsUntilTheEndOfAStop() throws Exception {
    assertThat(exitOf(EmbeddingStop.class, "-XX:-CreateCoredumpOnCrash")).isZero();
  }

  private static int exitOf(Class<?> main, String option) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                option,
                "-XX:ErrorFile=/dev/null",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
