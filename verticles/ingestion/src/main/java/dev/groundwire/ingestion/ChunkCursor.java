package dev.groundwire.ingestion;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import java.util.UUID;

/** Where a list goes on. */
final class Cursors {
  private Cursors() {}

  static UUID id(String cursor) {
    try {
      return UUID.fromString(cursor);
    } catch (IllegalArgumentException unknown) {
      throw unknown(cursor);
    }
  }

  static int ordinal(String cursor) {
    try {
      return Integer.parseInt(cursor);
    } catch (NumberFormatException unknown) {
      throw unknown(cursor);
    }
  }

  private static BusFailure unknown(String cursor) {
    return new BusFailure(
        FailureCode.INVALID_REQUEST,
        "cursor is not one that this list has returned: "
            + cursor.substring(0, Math.min(cursor.length(), 64)));
  }
}
