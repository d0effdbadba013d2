package dev.groundwire.platform.bus;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keeps every span that has ended. */
final class EndedSpans implements SpanProcessor {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final List<SpanData> ended = new ArrayList<>();

  synchronized List<SpanData> ended() {
    return List.copyOf(ended);
  }

  SpanData only(SpanKind kind) {
    List<SpanData> found = ended().stream().filter(span -> span.getKind() == kind).toList();
    if (found.size() != 1) {
      throw new AssertionError("not one of " + kind + ": " + found);
    }
    return found.getFirst();
  }

  /** Returns once so many have ended. */
  synchronized void await(int spans) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (ended.size() < spans) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("only " + ended);
      }
      wait(left);
    }
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public synchronized void onEnd(ReadableSpan span) {
    ended.add(span.toSpanData());
    notifyAll();
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }
}
