package dev.groundwire.loadtests.chaos;

import java.util.Locale;

/** Mistakes that the checker must find, made by the suite's own parts in place of right ones. */
enum PlantedBug {
  NONE,

  /** A relay that remembers the greatest id it has read, and never looks below it again. */
  CURSOR_BY_ID,

  /** A handler that answers before its effect is committed. */
  ACK_BEFORE_COMMIT,

  /** A handler that keeps no ledger of what it has done. */
  NO_INBOX;

  static PlantedBug of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
