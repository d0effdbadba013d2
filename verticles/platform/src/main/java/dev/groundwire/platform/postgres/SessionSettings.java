package dev.groundwire.platform.postgres;

import java.util.Map;
import java.util.TreeMap;

/** What the server shall hold each session to. */
final class SessionSettings {
  /** A machine that vanishes gives its locks back within half a minute. */
  static final Map<String, String> GONE_CLIENTS =
      Map.of(
          "tcp_keepalives_idle", "10",
          "tcp_keepalives_interval", "5",
          "tcp_keepalives_count", "3",
          "tcp_user_timeout", "25000");

  private static final String IDLE_MILLIS = "300000";

  private SessionSettings() {}

  /** For a pool. */
  static Map<String, String> of(DatabaseConfig config) {
    return new TreeMap<>(
        Map.of(
            "statement_timeout",
            Long.toString(config.statementTimeout().toMillis()),
            "idle_in_transaction_session_timeout",
            IDLE_MILLIS));
  }
}
