package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.platform.bus.Outflow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Who watches an answer, each at the pace of its credits, and since when nobody does. One without
 * credit is skipped, and gets what came meanwhile together when it has some again.
 */
final class Watches {
  /** A watcher that reads nothing gets a whole window of these, so no more in one. */
  static final int ENTRIES_AT_ONCE = 16;

  private final AnswerLog log;
  private final Clock clock;
  private final BooleanSupplier isHeld;
  private final LostPart lost;
  private final List<Watch> present = new ArrayList<>(1);
  private long lastSeenMillis;

  /**
   * @param isHeld false while nothing may be told, as it may not count
   */
  Watches(AnswerLog log, Clock clock, BooleanSupplier isHeld, LostPart lost) {
    this.log = log;
    this.clock = clock;
    this.isHeld = isHeld;
    this.lost = lost;
    this.lastSeenMillis = clock.millis();
  }

  void open(Outflow<LogEntries> out, long after) {
    if (log.isLost(after)) {
      lost.tell(out, after);
      return;
    }
    Watch watch = new Watch(out, after);
    present.add(watch);
    out.onCredit(() -> tell(watch));
    out.onCancel(() -> {
      present.remove(watch);
      seen();
    });
    tell(watch);
  }

  int count() {
    return present.size();
  }

  /** Somebody has asked for the answer. */
  void seen() {
    lastSeenMillis = clock.millis();
  }

  boolean areGoneSince(long millis) {
    return present.isEmpty() && lastSeenMillis < millis;
  }

  /** An end that is told is stored, and so nobody else's. */
  private boolean mayTell() {
    return isHeld.getAsBoolean() || log.hasEnded();
  }

  private void tell(Watch watch) {
    if (!mayTell()) {
      return;
    }
    while (watch.hasCredit() && log.isLongerThan(watch.read())) {
      watch.send(log.after(watch.read(), ENTRIES_AT_ONCE));
    }
    if (hasReadAll(watch)) {
      present.remove(watch);
      watch.out().end();
    }
  }

  private boolean hasReadAll(Watch watch) {
    return log.hasEnded() && !log.isLongerThan(watch.read());
  }

  /** The log may have grown. Those at the same place get the same entries, made once. */
  void tell() {
    if (!mayTell()) {
      return;
    }
    LogEntries entries = null;
    long behind = 0;
    for (int at = present.size() - 1; at >= 0; at--) {
      Watch watch = present.get(at);
      while (watch.hasCredit() && log.isLongerThan(watch.read())) {
        if (entries == null || behind != watch.read()) {
          behind = watch.read();
          entries = log.after(behind, ENTRIES_AT_ONCE);
        }
        watch.send(entries);
      }
      if (hasReadAll(watch)) {
        present.remove(at);
        watch.out().end();
      }
    }
  }

  /** Those who still read are served elsewhere from now on. */
  List<Watch> leave() {
    List<Watch> left = List.copyOf(present);
    present.clear();
    return left;
  }

  /** Nobody is told anything more. */
  void dismiss(BusFailure why) {
    present.forEach(watch -> watch.out().fail(why));
    present.clear();
  }
}
