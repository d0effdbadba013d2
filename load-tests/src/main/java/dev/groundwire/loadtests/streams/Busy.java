package dev.groundwire.loadtests.streams;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers that ask again as soon as they are answered: how much a server does at most. */
final class Busy {
  private Busy() {}

  static double callsPerSecond(Target target, int callers, Duration window)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long end = begin + window.toNanos();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        counts.add(threads.submit(() -> callUntil(target, end)));
      }
      long calls = 0;
      for (Future<Integer> count : counts) {
        calls += count.get();
      }
      return calls * 1e9 / (System.nanoTime() - begin);
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause());
    }
  }

  private static int callUntil(Target target, long end) throws IOException {
    int calls = 0;
    try (OneCaller caller = new OneCaller(target)) {
      for (; System.nanoTime() < end; calls++) {
        caller.call(System.nanoTime());
      }
    }
    return calls;
  }
}
