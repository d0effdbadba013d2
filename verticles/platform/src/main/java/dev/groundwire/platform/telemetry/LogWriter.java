package dev.groundwire.platform.telemetry;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes every line of a process, beside the threads that log: to the standard error, to a file
 * where there is one, and the last problems into memory. What waits is bounded. When its last fifth
 * is reached lines below WARN are dropped, when it is full all are; how many is a line of its own.
 * From the end of the JVM on, whoever logs writes.
 */
public final class LogWriter extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final String PLACE = "groundwire.log-writer";
  static final int MOST_WAITING = 8_192;
  private static final int RESERVED_FOR_PROBLEMS = MOST_WAITING / 5;

  /** Nobody who logs pays for waking the writer, while it is awake anyway. */
  private static final long NAP_NANOS = 20_000_000;

  private static final int NAPS_TO_SLEEP = 50;

  private final Queue<LogMoment> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();
  private final RecentProblems problems = new RecentProblems();
  private final LogOutput output = new LogOutput(problems);
  private volatile boolean asleep;
  private volatile boolean direct;
  private volatile @Nullable Thread writer;

  /** Of that log; empty where it is not written by one. */
  static Optional<LogWriter> of(LoggerContext log) {
    return log.getObject(PLACE) instanceof LogWriter known ? Optional.of(known) : Optional.empty();
  }

  /**
   * @param format {@code json}, or {@code console} for people
   */
  public void setFormat(String format) {
    output.format(format.equals("console") ? LogFormat.READABLE : LogFormat.JSON);
  }

  LogOutput output() {
    return output;
  }

  RecentProblems problems() {
    return problems;
  }

  @Override
  public void start() {
    output.start();
    getContext().putObject(PLACE, this);
    Thread thread = Thread.ofPlatform().daemon().name("log-writer").unstarted(this::run);
    writer = thread;
    super.start();
    thread.start();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::writeDirectly));
  }

  private void writeDirectly() {
    direct = true;
    drain();
  }

  @Override
  public void stop() {
    super.stop();
    writeDirectly();
    LockSupport.unpark(writer);
  }

  @Override
  protected void append(ILoggingEvent event) {
    LogMoment moment = LogMoment.of(event);
    int most = moment.isProblem() ? MOST_WAITING : MOST_WAITING - RESERVED_FOR_PROBLEMS;
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      dropped.increment();
    } else {
      waiting.add(moment);
    }
    if (direct) {
      drain();
    } else if (asleep) {
      LockSupport.unpark(writer);
    }
  }

  private void run() {
    int naps = 0;
    while (isStarted()) {
      naps = drained() ? 0 : naps + 1;
      if (naps <= NAPS_TO_SLEEP) {
        LockSupport.parkNanos(this, NAP_NANOS);
        continue;
      }
      asleep = true;
      if (waiting.isEmpty()) { // else it came before it could know
        LockSupport.park(this);
      }
      asleep = false;
      naps = 0;
    }
  }

  /** There is no other writer: whatever is wrong with one line, the next ones must be written. */
  private boolean drained() {
    try {
      return drain();
    } catch (Throwable unwritable) {
      dropped.increment();
      return true;
    }
  }

  /** A line leaves the queue under the lock, so that who finds it empty knows all are written. */
  private boolean drain() {
    synchronized (output) {
      if (waiting.isEmpty()) {
        return false;
      }
      for (LogMoment next = waiting.poll(); next != null; next = waiting.poll()) {
        count.decrementAndGet();
        output.add(next);
      }
      long lost = dropped.sumThenReset();
      if (lost > 0) {
        output.addDropped(lost);
      }
      output.flush();
      return true;
    }
  }
}
