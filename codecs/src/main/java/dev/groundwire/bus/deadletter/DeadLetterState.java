package dev.groundwire.bus.deadletter;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What becomes of a dead letter; {@link #REPLAYED} and {@link #DISCARDED} are ends. */
public enum DeadLetterState {
  /** Tried again by itself, later and later. */
  RETRYING,

  /** Waits for a person. */
  PARKED,

  /** A person wants it tried again now. */
  REPLAYING,

  /** Handled after all. */
  REPLAYED,

  /** Never to be handled, by the word of a person or because its document is gone. */
  DISCARDED;

  /** As the API and the database spell it. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isEnd() {
    return this == REPLAYED || this == DISCARDED;
  }

  public static DeadLetterState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
