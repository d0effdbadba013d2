package dev.groundwire.loadtests.streams;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** What a load has seen so far; one thread writes, others look. */
final class Totals {
  private static final int DIGITS = 3;

  final LongAdder opened = new LongAdder();
  final LongAdder answered = new LongAdder();
  final LongAdder ended = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder tokens = new LongAdder();
  final LongAdder lost = new LongAdder();
  final LongAdder repeated = new LongAdder();

  /** Nanoseconds from the intended begin to the first token. */
  final SingleWriterRecorder first = new SingleWriterRecorder(DIGITS);

  /** Nanoseconds from the provider's writing of a token to our reading it. */
  final SingleWriterRecorder delivery = new SingleWriterRecorder(DIGITS);

  private final AtomicReference<String> failure = new AtomicReference<>("");

  void fail(String why) {
    failed.increment();
    failure.compareAndSet("", why);
  }

  /** The first one; empty when there was none. */
  String failure() {
    return failure.get();
  }

  static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }

  /** Tokens that did not come once, and in their order. */
  long broken() {
    return lost.sum() + repeated.sum();
  }

  @Override
  public String toString() {
    return "%d opened, %d ended, %d failed, %d tokens, %d lost, %d repeated %s"
        .formatted(
            opened.sum(),
            ended.sum(),
            failed.sum(),
            tokens.sum(),
            lost.sum(),
            repeated.sum(),
            failure());
  }
}
