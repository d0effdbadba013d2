package dev.groundwire.bus.chat;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The first three are under way, the others are ends. */
public enum AnswerState {
  QUEUED,
  RETRIEVING,
  GENERATING,
  COMPLETED,
  CANCELLED,
  FAILED;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isEnd() {
    return compareTo(COMPLETED) >= 0;
  }

  public static AnswerState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
