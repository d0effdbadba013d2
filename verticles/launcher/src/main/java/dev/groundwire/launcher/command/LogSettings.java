package dev.groundwire.launcher.command;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How this process logs. Takes effect only before the first logger is made, which is why no command
 * has one in a static field.
 */
final class LogSettings {
  /** Lucene logs by java.util.logging; held, as a logger nobody holds forgets its level. */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  private LogSettings() {}

  /** For a server. */
  static void full(Setup setup) {
    setUnlessGiven("groundwire.log.level", setup.config().log().level().name());
    LUCENE.setLevel(Level.WARNING);
    if (setup.terminal().errIsScreen()) {
      setUnlessGiven("groundwire.log.format", "console");
    }
  }

  /** For commands that speak to a person themselves: warnings only. */
  static void quiet(Setup setup) {
    if (!setup.environment().containsKey("LOG_LEVEL")) {
      setUnlessGiven("groundwire.log.level", "WARN");
    }
    full(setup);
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
