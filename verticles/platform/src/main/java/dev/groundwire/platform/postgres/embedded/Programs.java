package dev.groundwire.platform.postgres.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The unpacked programs, run under the right account.
 *
 * @param bin the folder of initdb, pg_ctl and postgres
 */
record Programs(Path bin, Account account) {
  private static final Pattern VERSION = Pattern.compile("(\\d+)(\\.\\d+)*");

  CommandOutcome run(Duration deadline, String program, String input, String... arguments) {
    List<String> command = Command.join(account.prefix(), bin.resolve(program).toString());
    command.addAll(List.of(arguments));
    return Command.run(deadline, command, input);
  }

  /** Runs a program that must succeed. */
  void require(Duration deadline, String program, String input, String... arguments) {
    CommandOutcome outcome = run(deadline, program, input, arguments);
    if (!outcome.succeeded()) {
      throw new EmbeddedPostgresException(
          program + " failed (" + outcome.exitCode() + "): " + outcome.oneLine());
    }
  }

  /** For example {@code 17.11}. */
  String version() {
    CommandOutcome asked = run(Duration.ofSeconds(10), "postgres", "", "--version");
    Matcher version = VERSION.matcher(asked.output());
    if (!asked.succeeded() || !version.find()) {
      throw new EmbeddedPostgresException(
          "The unpacked PostgreSQL does not run on this machine ("
              + asked.oneLine()
              + "): delete "
              + bin.getParent()
              + " to have it unpacked again, or set DATABASE_URL.");
    }
    return version.group();
  }
}
