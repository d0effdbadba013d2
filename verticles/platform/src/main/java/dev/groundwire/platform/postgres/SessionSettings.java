package dev.groundwire.platform.postgres;

import java.util.Map;
import java.util.TreeMap;

/** What the server shall hold each session of a pool to. */
final class SessionSettings {
  private static final String IDLE_MILLIS = "300000";

  private SessionSettings() {}

  static Map<String, String> of(DatabaseConfig config) {
    return new TreeMap<>(
        Map.of(
            "statement_timeout",
            Long.toString(config.statementTimeout().toMillis()),
            "idle_in_transaction_session_timeout",
            IDLE_MILLIS));
  }
}
