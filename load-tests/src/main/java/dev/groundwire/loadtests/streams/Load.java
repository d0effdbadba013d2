package dev.groundwire.loadtests.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Streams that begin by a schedule, whether those before them have ended or not, and are read by
 * one thread. Latency counts from the intended begin.
 */
final class Load implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;
  private static final long CLOSE_NANOS = 1_000_000; // before a begin, it is waited for busily

  /**
   * @param streams in all
   * @param over evenly spread over this time
   * @param tokens each stream has to bring
   */
  record Plan(Target target, int streams, Duration over, int tokens) {}

  private final Plan plan;
  private final Totals totals = new Totals();
  private final Thread thread;
  private volatile boolean stopped;

  private Load(Plan plan) {
    this.plan = plan;
    this.thread = Thread.ofPlatform().name("load-" + plan.target().name()).unstarted(this::run);
  }

  static Load start(Plan plan) {
    Load load = new Load(plan);
    load.thread.start();
    return load;
  }

  Totals totals() {
    return totals;
  }

  boolean isOver() {
    return totals.ended.sum() + totals.failed.sum() == plan.streams();
  }

  private void run() {
    byte[] buffer = new byte[BUFFER];
    try (Selector selector = Selector.open()) {
      long begin = System.nanoTime();
      int opened = 0;
      while (!stopped && !isOver()) {
        long next = begin + opened * plan.over().toNanos() / plan.streams();
        while (opened < plan.streams() && System.nanoTime() >= next) {
          begin(selector, next, opened++);
          next = begin + opened * plan.over().toNanos() / plan.streams();
        }
        select(selector, opened < plan.streams() ? next - System.nanoTime() : Long.MAX_VALUE);
        for (SelectionKey key : selector.selectedKeys()) {
          ((LoadedStream) key.attachment()).ready(key, buffer);
        }
        selector.selectedKeys().clear();
      }
      for (SelectionKey key : selector.keys()) {
        ((LoadedStream) key.attachment()).abandon();
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void begin(Selector selector, long intended, int number) {
    try {
      LoadedStream.open(plan.target(), plan.tokens(), totals, intended, number, selector);
    } catch (IOException refused) {
      totals.fail(refused.toString());
    }
  }

  private static void select(Selector selector, long nanos) throws IOException {
    if (nanos < CLOSE_NANOS) {
      selector.selectNow();
    } else {
      selector.select(Math.min(100, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos))));
    }
  }

  /** Closes what is still open, as clients that go. */
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
