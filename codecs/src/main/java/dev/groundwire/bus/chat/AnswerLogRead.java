package dev.groundwire.bus.chat;

import java.util.List;

/**
 * @param ended true when the log's last entry has now been read
 */
public record AnswerLogRead(List<LogEntry> entries, boolean ended) {
  public AnswerLogRead {
    entries = List.copyOf(entries);
  }
}
