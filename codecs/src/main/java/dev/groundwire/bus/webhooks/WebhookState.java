package dev.groundwire.bus.webhooks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a webhook is sent to. Facts are collected for active ones only. */
public enum WebhookState {
  ACTIVE,

  /** Rests by the word of a person. */
  PAUSED,

  /** Given up by itself, after days of failure or because its owner answered 410. */
  DISABLED;

  /** As the API and the database spell it. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static WebhookState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
