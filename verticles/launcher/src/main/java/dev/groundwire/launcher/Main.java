package dev.groundwire.launcher;

import dev.groundwire.launcher.command.CommandLines;
import dev.groundwire.launcher.command.Terminal;
import java.time.Clock;

/** Where the process begins. */
public final class Main {
  private Main() {}

  /** Runs one command and leaves with its exit code. */
  public static void main(String... arguments) {
    Clock clock = Clock.systemUTC();
    System.exit(CommandLines.run(System.getenv(), Terminal.ofProcess(), clock, arguments));
  }
}
