package dev.groundwire.chat;

import java.time.Duration;

/** How long somebody has been waiting for an answer; a time that nobody sets. */
final class AskTime {
  private final long begun = System.nanoTime();

  Duration passed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
