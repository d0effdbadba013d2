package dev.groundwire.testing.provider;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * One wheel for the pauses of all streams: what is due in the same tick reaches the event loop as
 * one task. Its thread sleeps to the next tick that has something in it, which is more precise than
 * the timers of an event loop, and costs one wake-up for all of them.
 */
final class Ticker implements AutoCloseable {
  private static final int SLOTS = 8192;
  private static final long IDLE_NANOS = 1_000_000_000;

  private record Due(long tick, Runnable task) {}

  private final Context context;
  private final long tickNanos;
  private final long epoch = System.nanoTime();
  private final List<List<Due>> wheel = new ArrayList<>(SLOTS);
  private final Queue<Due> added = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile long wakesAtTick = Long.MAX_VALUE;
  private volatile boolean closed;
  private long done;
  private int waiting;

  Ticker(Context context, Duration tick) {
    this.context = context;
    this.tickNanos = tick.toNanos();
    for (int i = 0; i < SLOTS; i++) {
      wheel.add(new ArrayList<>(0));
    }
    this.thread = Thread.ofPlatform().daemon().name("scripted-provider-ticker").start(this::run);
  }

  /**
   * Runs the task on the context at that time of {@link System#nanoTime}, or within a tick of it.
   */
  void at(long nanos, Runnable task) {
    long tick = Math.ceilDiv(nanos - epoch, tickNanos);
    added.add(new Due(tick, task));
    if (tick < wakesAtTick) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed) {
      long now = (System.nanoTime() - epoch) / tickNanos;
      List<Runnable> ready = new ArrayList<>();
      takeAdded(now, ready);
      takeDue(now, ready);
      if (!ready.isEmpty()) {
        context.runOnContext(ignored -> ready.forEach(Runnable::run));
      }
      sleep();
    }
  }

  private void takeAdded(long now, List<Runnable> ready) {
    for (Due due = added.poll(); due != null; due = added.poll()) {
      if (due.tick() <= now) {
        ready.add(due.task());
      } else {
        wheel.get((int) (due.tick() % SLOTS)).add(due);
        waiting++;
      }
    }
  }

  private void takeDue(long now, List<Runnable> ready) {
    for (long tick = Math.max(done + 1, now - SLOTS + 1); tick <= now && waiting > 0; tick++) {
      Iterator<Due> slot = wheel.get((int) (tick % SLOTS)).iterator();
      while (slot.hasNext()) {
        Due due = slot.next();
        if (due.tick() <= now) {
          ready.add(due.task());
          slot.remove();
          waiting--;
        }
      }
    }
    done = now;
  }

  private void sleep() {
    long next = Long.MAX_VALUE;
    for (long tick = done + 1; waiting > 0 && tick <= done + SLOTS; tick++) {
      if (!wheel.get((int) (tick % SLOTS)).isEmpty()) {
        next = tick;
        break;
      }
    }
    wakesAtTick = next;
    if (added.isEmpty()) {
      LockSupport.parkNanos(
          next == Long.MAX_VALUE ? IDLE_NANOS : epoch + next * tickNanos - System.nanoTime());
    }
    wakesAtTick = Long.MIN_VALUE; // awake: whatever is added is seen without a call
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
