package dev.groundwire.bus.chat;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * One event of the answer stream, exactly as every watcher gets it.
 *
 * @param seq 1, 2, 3 ...; a later owner's begin at the next multiple of {@value #TERM}
 * @param type {@code status sources delta citation done error}
 * @param data one line of JSON
 */
public record LogEntry(long seq, String type, String data) {
  /** More than the entries one owner of an answer can append: each has numbers of its own. */
  public static final long TERM = 1_000_000;

  /** True for the last entry of a log. */
  @JsonIgnore
  public boolean isTerminal() {
    return type.equals("done") || type.equals("error");
  }
}
