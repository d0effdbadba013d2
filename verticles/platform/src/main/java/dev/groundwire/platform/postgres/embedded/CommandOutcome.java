package dev.groundwire.platform.postgres.embedded;

/** What a finished program left behind. */
record CommandOutcome(int exitCode, String output) {
  boolean succeeded() {
    return exitCode == 0;
  }
}
