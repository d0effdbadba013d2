package dev.groundwire.bus.webhooks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of one fact for one webhook. */
public enum DeliveryState {
  /** To be sent, or to be sent again. */
  WAITING,
  DELIVERED,

  /** Given up after its last try. */
  FAILED,

  /** Never sent: too many waited already. */
  DISCARDED;

  /** As the API and the database spell it. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static DeliveryState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
