package dev.groundwire.bus.webhooks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether deliveries go out or wait for an endpoint to come back. */
public enum BreakerState {
  CLOSED,

  /** Too many failures in a row: everything waits. */
  OPEN,

  /** One delivery at a time tries whether it is back. */
  HALF_OPEN;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
