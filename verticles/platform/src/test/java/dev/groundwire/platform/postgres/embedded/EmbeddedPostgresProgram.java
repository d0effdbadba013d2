package dev.groundwire.platform.postgres.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** What the tests run as a JVM of its own: serves until its standard input ends. */
final class EmbeddedPostgresProgram {
  private EmbeddedPostgresProgram() {}

  /**
   * @param arguments the data folder and the folder of the programs
   */
  public static void main(String[] arguments) throws IOException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config(arguments))) {
      System.out.println("UP " + postgres.login().port() + " " + postgres.pid());
      int end = System.in.read();
      System.out.println("CLOSING " + end);
    } catch (EmbeddedPostgresException refused) {
      System.out.println("REFUSED " + refused.getMessage());
      System.exit(3);
    }
  }

  private static EmbeddedPostgresConfig config(String[] arguments) {
    EmbeddedPostgresConfig tests = EmbeddedPostgresConfig.forTests(Path.of(arguments[0]));
    return new EmbeddedPostgresConfig(
        tests.directory(),
        Path.of(arguments[1]),
        true,
        tests.maxConnections(),
        tests.sharedBuffers(),
        tests.startWithin(),
        tests.stopWithin(),
        tests.restarts(),
        tests.restartWindow());
  }
}
