package dev.groundwire.chat;

import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.platform.bus.Outflow;

/** One watcher of a log: where it goes, how far it has read, and nothing else. */
final class Watch {
  private final Outflow<LogEntries> out;
  private long read;

  /**
   * @param read the sequence number of the last entry it has
   */
  Watch(Outflow<LogEntries> out, long read) {
    this.out = out;
    this.read = read;
  }

  Outflow<LogEntries> out() {
    return out;
  }

  long read() {
    return read;
  }

  boolean hasCredit() {
    return out.hasCredit() && !out.isClosed();
  }

  void send(LogEntries next) {
    read = next.entries().getLast().seq();
    out.send(next);
  }
}
