package dev.groundwire.llm.dispatch;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** Time that passes when a test says so; timers fire in their order, work for later before them. */
final class ManualTiming implements Timing {
  private final Queue<Timer> timers =
      new PriorityQueue<>(
          Comparator.comparingLong((Timer timer) -> timer.due)
              .thenComparingLong(timer -> timer.number));
  private final Queue<Runnable> soon = new ArrayDeque<>();
  private long now = 1_800_000_000_000L;
  private long numbers;

  private static final class Timer implements Alarm {
    private final long due;
    private final long number;
    private final Runnable work;
    private boolean isCancelled;

    private Timer(long due, long number, Runnable work) {
      this.due = due;
      this.number = number;
      this.work = work;
    }

    @Override
    public void cancel() {
      isCancelled = true;
    }
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public long at(Instant instant) {
    return instant.toEpochMilli();
  }

  @Override
  public Alarm in(long millis, Runnable work) {
    Timer timer = new Timer(now + Math.max(1, millis), numbers++, work);
    timers.add(timer);
    return timer;
  }

  @Override
  public void soon(Runnable work) {
    soon.add(work);
  }

  /** What was put off runs. */
  void settle() {
    for (Runnable work = soon.poll(); work != null; work = soon.poll()) {
      work.run();
    }
  }

  void pass(long millis) {
    long end = now + millis;
    settle();
    for (Timer next = timers.peek(); next != null && next.due <= end; next = timers.peek()) {
      timers.remove();
      now = Math.max(now, next.due);
      if (!next.isCancelled) {
        next.work.run();
      }
      settle();
    }
    now = end;
  }
}
