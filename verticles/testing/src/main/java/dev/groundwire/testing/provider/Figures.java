package dev.groundwire.testing.provider;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What a provider has done so far; any thread may look. */
final class Figures {
  private static final int BUCKETS = 64;

  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final LongAdder requests = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final AtomicLongArray lateness = new AtomicLongArray(BUCKETS);

  void began() {
    requests.increment();
    most.accumulateAndGet(open.incrementAndGet(), Math::max);
  }

  void ended(boolean byClient) {
    open.decrementAndGet();
    if (byClient) {
      closed.increment();
    }
  }

  void wrote() {
    writes.increment();
  }

  /** Counts in steps of a factor of two. */
  void late(long nanos) {
    lateness.incrementAndGet(BUCKETS - Long.numberOfLeadingZeros(Math.max(0, nanos)));
  }

  int open() {
    return open.get();
  }

  int most() {
    return most.get();
  }

  /** {@code late99Millis} is the upper bound of its step. */
  JsonObject json() {
    return new JsonObject()
        .put("open", open.get())
        .put("most", most.get())
        .put("requests", requests.sum())
        .put("closedByClient", closed.sum())
        .put("writes", writes.sum())
        .put("late99Millis", lateness(0.99));
  }

  private double lateness(double share) {
    long all = 0;
    for (int i = 0; i < BUCKETS; i++) {
      all += lateness.get(i);
    }
    long below = 0;
    for (int i = 0; i < BUCKETS; i++) {
      below += lateness.get(i);
      if (all > 0 && below >= share * all) {
        return Math.scalb(1.0, i) / 1e6;
      }
    }
    return 0;
  }

  /** Lateness from now on, as a round of a benchmark wants it. */
  void forget() {
    for (int i = 0; i < BUCKETS; i++) {
      lateness.set(i, 0);
    }
    most.set(open.get());
  }
}
