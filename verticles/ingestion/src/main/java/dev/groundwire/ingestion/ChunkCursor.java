package dev.groundwire.ingestion;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;

/** Where the list of a document's chunks goes on. */
final class ChunkCursor {
  private static final int SHOWN = 64;

  private ChunkCursor() {}

  static int ordinal(String cursor) {
    try {
      return Integer.parseInt(cursor);
    } catch (NumberFormatException unknown) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST,
          "cursor is not one that this list has returned: "
              + cursor.substring(0, Math.min(cursor.length(), SHOWN))
              + "; start without one.");
    }
  }
}
