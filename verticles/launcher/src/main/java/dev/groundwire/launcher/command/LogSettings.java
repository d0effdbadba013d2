package dev.groundwire.launcher.command;

/**
 * How this process logs. Takes effect only before the first logger is made, which is why no command
 * has one in a static field.
 */
final class LogSettings {
  private LogSettings() {}

  /** For a server. */
  static void full(Setup setup) {
    if (setup.terminal().errIsScreen()) {
      setUnlessGiven("groundwire.log.format", "console");
    }
  }

  /** For commands that speak to a person themselves: warnings only. */
  static void quiet(Setup setup) {
    full(setup);
    if (!setup.environment().containsKey("LOG_LEVEL")) {
      setUnlessGiven("LOG_LEVEL", "WARN");
    }
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
