package dev.groundwire.launcher.command;

import java.time.Clock;
import java.util.Map;

/** What the process was called with; the settings are known once the command line is parsed. */
public final class Invocation {
  private final Map<String, String> environment;
  private final Terminal terminal;
  private final Clock clock;
  private final GroundwireCommand root;

  public Invocation(
      Map<String, String> environment, Terminal terminal, Clock clock, GroundwireCommand root) {
    this.environment = Map.copyOf(environment);
    this.terminal = terminal;
    this.clock = clock;
    this.root = root;
  }

  Setup setup() {
    return new Setup(environment, root.config(), terminal, clock);
  }

  Terminal terminal() {
    return terminal;
  }

  /** True when a person wants to see where a failure comes from. */
  boolean stacktrace() {
    return root.stacktrace();
  }
}
