package dev.groundwire.llm.dispatch;

import com.netflix.concurrency.limits.limit.AIMDLimit;
import java.util.concurrent.TimeUnit;

/**
 * How many calls a provider gets at a time: one more for each first token that came in time while
 * at least half of them were in use, a tenth less for calls that failed, were limited or slow.
 * Calls that were under way together shrink it once: one hiccup that hits a hundred calls is one
 * hiccup.
 */
final class AdaptiveLimit {
  private static final int LEAST = 1;
  private static final double BACKOFF = 0.9;

  private final AIMDLimit limit;
  private final long slowMillis;
  private long shrunkAt = Long.MIN_VALUE;

  AdaptiveLimit(int initial, int most, long slowMillis) {
    this.limit =
        AIMDLimit.newBuilder()
            .initialLimit(Math.min(initial, most))
            .minLimit(LEAST)
            .maxLimit(most)
            .backoffRatio(BACKOFF)
            .timeout(slowMillis, TimeUnit.MILLISECONDS)
            .build();
    this.slowMillis = slowMillis;
  }

  int now() {
    return limit.getLimit();
  }

  /**
   * @param running calls when it started, itself included
   */
  void firstToken(long startedAt, long now, int running) {
    if (now - startedAt > slowMillis) {
      dropped(startedAt, now, running);
    } else {
      sample(startedAt, now, running, false);
    }
  }

  /** The call that started then failed without a first token. */
  void dropped(long startedAt, long now, int running) {
    if (startedAt > shrunkAt) {
      shrunkAt = now;
      sample(startedAt, now, running, true);
    }
  }

  private void sample(long startedAt, long now, int running, boolean isDropped) {
    limit.onSample(
        TimeUnit.MILLISECONDS.toNanos(startedAt),
        TimeUnit.MILLISECONDS.toNanos(now - startedAt),
        running,
        isDropped);
  }
}
