package dev.groundwire.ingestion.worker;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.ingestion.parse.ParseRefused;
import dev.groundwire.ingestion.parse.ParseRefused.Reason;
import java.time.Duration;

/** Reads from how a child ended what its document was. */
final class Obituary {
  private static final int HANGUP = 128 + 1;
  private static final int INTERRUPT = 128 + 2;
  private static final int KILL = 128 + 9;
  private static final int TERMINATE = 128 + 15;

  private Obituary() {}

  static RuntimeException of(int exit, boolean late, Duration limit) {
    if (late) {
      return new ParseRefused(
          Reason.TIMEOUT,
          "Reading the document took longer than "
              + limit.toSeconds()
              + " s, so it was stopped: simplify or split it and upload it again.");
    }
    return switch (exit) {
      // The kernel kills with signal 9 what takes the machine's last memory.
      case ParserProcess.OUT_OF_MEMORY, KILL ->
          new ParseRefused(
              Reason.OUT_OF_MEMORY,
              "Reading the document needs too much memory: split it and upload the parts.");
      // Somebody stops the whole process group: not the document's fault.
      case HANGUP, INTERRUPT, TERMINATE ->
          new BusFailure(FailureCode.UNAVAILABLE, "The parser was interrupted.");
      default ->
          new ParseRefused(
              Reason.HOSTILE,
              "The file looks hostile (it broke the parser): save it anew with the program it came"
                  + " from.");
    };
  }
}
