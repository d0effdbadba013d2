package dev.groundwire.bus.chat;

import java.util.List;

/**
 * Entries that follow each other. The stream ends behind the log's last one.
 *
 * @param entries at least one
 */
public record LogEntries(List<LogEntry> entries) {
  public LogEntries {
    entries = List.copyOf(entries);
  }
}
