package dev.groundwire.platform.postgres;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;

/** What stands between a pool and the server. */
public enum Pooler {
  /** Nothing: a connection is a session, and keeps what was set and prepared in it. */
  NONE,

  /**
   * PgBouncer in transaction mode or its like: each transaction may meet another session, which
   * other clients use before and after it. One in session mode loses what a connection asks for
   * when it begins, and is used in the same way.
   */
  TRANSACTION;

  @JsonCreator
  static Pooler of(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "none" -> NONE;
      case "transaction" -> TRANSACTION;
      default ->
          throw new IllegalArgumentException("database.pooler is not none or transaction: " + text);
    };
  }
}
