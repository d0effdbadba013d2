package dev.groundwire.launcher.command;

/** Keeps the log out of the way of commands that speak to a person. */
final class QuietLog {
  private QuietLog() {}

  /**
   * Warnings only, and to standard error. Works only before the first logger is made, which is why
   * no command has one in a static field.
   */
  static void forCommands() {
    setUnlessGiven("groundwire.log.level", "WARN");
    setUnlessGiven("groundwire.log.target", "System.err");
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
