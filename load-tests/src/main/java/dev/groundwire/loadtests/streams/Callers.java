package dev.groundwire.loadtests.streams;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Callers that ask again as soon as they are answered, evenly spread over several servers.
 *
 * @param perSecond calls of all of them
 * @param high milliseconds within which 95 of 100 calls were over
 */
record Callers(double perSecond, double high) {
  private static final int DIGITS = 3;

  /**
   * @param servers each makes the next request to its server; called by many threads
   * @param callers in all
   */
  static Callers run(List<Supplier<Target>> servers, int callers, Duration window)
      throws IOException, InterruptedException {
    ConcurrentHistogram nanos = new ConcurrentHistogram(DIGITS);
    long begin = System.nanoTime();
    long end = begin + window.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        Supplier<Target> server = servers.get(i % servers.size());
        counts.add(threads.submit(() -> callUntil(server, end, nanos)));
      }
      long calls = 0;
      for (Future<Integer> count : counts) {
        calls += count.get();
      }
      return new Callers(
          calls * 1e9 / (System.nanoTime() - begin), nanos.getValueAtPercentile(95) / 1e6);
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause());
    }
  }

  private static int callUntil(Supplier<Target> server, long end, ConcurrentHistogram nanos)
      throws IOException {
    int calls = 0;
    try (OneCaller caller = new OneCaller(server.get())) {
      for (long now = System.nanoTime(); now < end; calls++) {
        caller.call(now);
        long answered = System.nanoTime();
        nanos.recordValue(answered - now);
        caller.askNext(server.get());
        now = answered;
      }
    }
    return calls;
  }
}
