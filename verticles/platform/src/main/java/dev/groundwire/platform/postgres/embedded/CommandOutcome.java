package dev.groundwire.platform.postgres.embedded;

/** What a finished program left behind. */
record CommandOutcome(int exitCode, String output) {
  boolean succeeded() {
    return exitCode == 0;
  }

  /** For messages, which are read line by line. */
  String oneLine() {
    return String.join(", ", output.strip().lines().toList());
  }
}
