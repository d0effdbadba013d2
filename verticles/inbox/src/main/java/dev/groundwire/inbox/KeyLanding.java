package dev.groundwire.inbox;

import dev.groundwire.bus.event.EventEnvelope;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the facts of one key that have arrived together. */
final class KeyLanding {
  private static final Logger LOG = LoggerFactory.getLogger(KeyLanding.class);

  /** Reads the facts of the key after one number and before another, as far as they are known. */
  interface Missed {
    List<EventEnvelope> between(long after, long before);
  }

  private final Cursor cursor;
  private final Missed missed;
  private final List<Arrival> taken = new ArrayList<>();
  private final List<UUID> settled = new ArrayList<>();
  private long last;
  private boolean held;
  private int duplicates;

  KeyLanding(Cursor cursor, Missed missed) {
    this.cursor = cursor;
    this.missed = missed;
    this.last = cursor.lastSeq();
  }

  /** In the order of their numbers. */
  void land(List<Arrival> arrivals) {
    for (Arrival arrival : arrivals) {
      long seq = arrival.event().keySeq();
      if (seq > last + 1 && !held) {
        heal(seq);
      }
      if (seq <= last) {
        duplicates++;
        settled.add(arrival.event().id());
      } else if (!held) {
        take(arrival);
        settled.add(arrival.event().id());
      }
    }
  }

  /** Takes what the transport has not brought from the outbox, which keeps it for a while. */
  private void heal(long before) {
    for (EventEnvelope found : missed.between(last, before)) {
      if (found.keySeq() == last + 1 || cursor.gapOverdue()) {
        take(new Arrival(found, 0));
      }
    }
    if (last + 1 == before) {
      return;
    }
    if (cursor.gapOverdue()) {
      LOG.atError()
          .addKeyValue("key", cursor.key())
          .addKeyValue("after", last)
          .addKeyValue("before", before)
          .log("facts of a key never came and are not in the outbox, going on without them");
    } else {
      held = true;
    }
  }

  private void take(Arrival arrival) {
    taken.add(arrival);
    last = arrival.event().keySeq();
  }

  /** New here, in their order. */
  List<Arrival> taken() {
    return taken;
  }

  /** The facts that need not be handed over again. */
  List<UUID> settled() {
    return settled;
  }

  /** Whether some were left to be handed over again, since one before them is missing. */
  boolean isHeld() {
    return held;
  }

  /** How many of them had been here before. */
  int duplicates() {
    return duplicates;
  }

  boolean hasMoved() {
    return last > cursor.lastSeq();
  }

  String key() {
    return cursor.key();
  }

  long last() {
    return last;
  }
}
