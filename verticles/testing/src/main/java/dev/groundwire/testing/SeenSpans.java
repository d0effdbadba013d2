package dev.groundwire.testing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The spans of one Vert.x: those that are over, and those that are not. From any thread. */
public final class SeenSpans implements SpanProcessor {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final List<SeenSpan> ended = new ArrayList<>();
  private final List<String> open = new ArrayList<>();

  @Override
  public synchronized void onStart(Context parent, ReadWriteSpan span) {
    open.add(span.getName());
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public synchronized void onEnd(ReadableSpan span) {
    open.remove(span.getName());
    ended.add(SeenSpan.of(span.toSpanData()));
    notifyAll();
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  /** Forgets those that are over. */
  public synchronized void clear() {
    ended.clear();
  }

  /** In the order of their ends. */
  public synchronized List<SeenSpan> ended() {
    return List.copyOf(ended);
  }

  /** Waits for one of that name. */
  public SeenSpan await(String name) {
    return await(span -> span.name().equals(name), name);
  }

  /** Waits for one such, and tells of {@code what} when none comes. */
  public SeenSpan await(Predicate<SeenSpan> which, String what) {
    awaitThat(() -> ended.stream().anyMatch(which), what);
    return ended().stream().filter(which).findFirst().orElseThrow();
  }

  /** Waits until none of those whose names begin so is open. */
  public void awaitNoneOpen(String name) {
    awaitThat(() -> open.stream().noneMatch(one -> one.startsWith(name)), "end of " + name);
  }

  private synchronized void awaitThat(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("no " + what + "; over are " + ended + ", open are " + open);
      }
      try {
        wait(left);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted before " + what, interrupted);
      }
    }
  }
}
