package dev.groundwire.chat;

import dev.groundwire.bus.chat.LogEntry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/**
 * The entries of one answer in memory, for any number of watchers that each read at their own pace.
 * Confined to the room's context. Bounded by the length of the answer.
 */
final class AnswerLog {
  private final List<LogEntry> entries = new ArrayList<>();
  private Promise<Void> grown = Promise.promise();

  void append(String type, String data) {
    append(next(type, data));
  }

  /** What would be appended next. */
  LogEntry next(String type, String data) {
    return new LogEntry(entries.size() + 1L, type, data);
  }

  void append(LogEntry entry) {
    if (hasEnded()) {
      throw new IllegalStateException("an ended log does not grow");
    }
    entries.add(entry);
    wakeWatchers();
  }

  void wakeWatchers() {
    Promise<Void> awaited = grown;
    grown = Promise.promise();
    awaited.complete();
  }

  List<LogEntry> all() {
    return List.copyOf(entries);
  }

  /** Those after a sequence number, at most {@code limit}. */
  List<LogEntry> after(long seq, int limit) {
    int from = Math.clamp(seq, 0, entries.size());
    return List.copyOf(entries.subList(from, Math.min(entries.size(), from + limit)));
  }

  boolean isLongerThan(long seq) {
    return entries.size() > seq;
  }

  boolean hasEnded() {
    return !entries.isEmpty() && entries.getLast().isTerminal();
  }

  /** Completes at the next entry. */
  Future<Void> whenGrown() {
    return grown.future();
  }
}
