package dev.groundwire.launcher.command;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Serves until it is told to stop. */
@Command(name = "start", description = "Start everything and serve until Ctrl-C or SIGTERM.")
final class StartCommand implements Callable<Integer> {
  private final Invocation invocation;

  StartCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    Setup setup = invocation.setup();
    LogSettings.full(setup);
    Instant begun = setup.clock().instant();
    try (Server server = Server.own(setup, setup.environment(), () -> {})) {
      Duration took = Duration.between(begun, setup.clock().instant());
      if (setup.terminal().outIsScreen()) {
        setup.terminal().out().println(banner(server, took));
      }
      server.serve();
    }
    return 0;
  }

  private static String banner(Server server, Duration took) {
    return String.format(
        Locale.ROOT,
        "Groundwire %s is ready after %.1f s%n  page and API  %s%n  stop          Ctrl-C",
        ProductVersion.text(),
        took.toMillis() / 1000.0,
        server.url());
  }
}
