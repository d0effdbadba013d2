package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.platform.bus.Outflow;
import java.util.List;
import java.util.UUID;

/**
 * The end for a watcher that has seen what its answer's first owner told last, and nobody else
 * knows: what the answer says now would not go on from there.
 */
final class LostPart {
  private final UUID answerId;
  private final String requestId;

  LostPart(UUID answerId, String requestId) {
    this.answerId = answerId;
    this.requestId = requestId;
  }

  void tell(Outflow<LogEntries> out, long seen) {
    out.send(new LogEntries(List.of(end(seen))));
    out.end();
  }

  private LogEntry end(long seen) {
    BusFailure why =
        new BusFailure(
            FailureCode.UNAVAILABLE,
            "The server that wrote this answer is gone, and another one has begun it anew: what you"
                + " have seen of it does not count. Watch it from its beginning, or read it whole.");
    return new LogEntry(seen + 1, EntryJson.ERROR, EntryJson.error(why, answerId, requestId));
  }

  /** The same for a log that has ended. */
  static boolean isBehind(long seen, List<LogEntry> log) {
    return seen > 0
        && seen < log.getLast().seq()
        && !log.getLast().type().equals(EntryJson.ERROR)
        && log.stream().noneMatch(entry -> entry.seq() == seen);
  }
}
