package dev.groundwire.loadtests.streams;

import dev.groundwire.loadtests.Cost;
import dev.groundwire.loadtests.Part;
import dev.groundwire.loadtests.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * One load on one path, and what it cost while all its streams were under way.
 *
 * @param fits whether all streams were under way in time, and over in time
 * @param broken tokens that were lost or repeated, or came out of order
 * @param withoutEnd streams without their regular end
 * @param tokens that reached the client in the window
 * @param cpuMicros of the process that relays, for each of them
 * @param providerMicros of the provider, likewise
 * @param rssKilobytes of a stream, as it ran
 * @param heapKilobytes of a stream, in use after a collection
 */
record StreamRound(
    boolean fits,
    long broken,
    long withoutEnd,
    long tokens,
    double perSecond,
    double cpuMicros,
    double providerMicros,
    double clientMicros,
    double rssKilobytes,
    double heapKilobytes,
    double delayMedian,
    double delayHigh,
    double firstHigh,
    double providerLate,
    String totals) {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final Duration LATEST = Duration.ofMinutes(1);

  /**
   * @param path makes the target of a script
   * @param perSecond tokens of each stream
   * @param beginsPerSecond how fast streams begin
   */
  record Plan(
      Function<String, Target> path,
      Part relay,
      int streams,
      int perSecond,
      int beginsPerSecond,
      Duration window) {
    Duration over() {
      return Duration.ofMillis(Math.max(1000, 1000L * streams / beginsPerSecond));
    }

    int tokens() {
      Duration all = over().plus(SETTLE).plus(SETTLE).plus(window).plusSeconds(3);
      return (int) (all.toMillis() * perSecond / 1000);
    }

    String script() {
      return "stamp=yes,gap=%dus,tokens=%d".formatted(1_000_000 / perSecond, tokens());
    }
  }

  static StreamRound run(Rig rig, Plan plan) throws IOException, InterruptedException {
    double heapBefore = plan.relay().liveHeapKilobytes();
    Cost idle = plan.relay().cost();
    Target target = plan.path().apply(plan.script());
    try (Load load =
        Load.start(new Load.Plan(target, plan.streams(), plan.over(), plan.tokens()))) {
      Totals totals = load.totals();
      boolean allBegan =
          Waiting.atMost(
              plan.over().plus(SETTLE),
              LOOK,
              () -> totals.answered.sum() + totals.failed.sum() >= plan.streams());
      Waiting.atMost(SETTLE, LOOK, () -> false);
      rig.providerLateMillis();
      totals.delivery.getIntervalHistogram();
      Cost relay = plan.relay().cost();
      Cost provider = rig.provider().cost();
      Cost client = Cost.of(ProcessHandle.current().pid());
      long tokens = totals.tokens.sum();
      long begun = System.nanoTime();
      Waiting.atMost(plan.window(), LOOK, () -> false);
      long came = Math.max(1, totals.tokens.sum() - tokens);
      double seconds = (System.nanoTime() - begun) / 1e9;
      Cost relayAfter = plan.relay().cost();
      Cost providerAfter = rig.provider().cost();
      Cost clientAfter = Cost.of(ProcessHandle.current().pid());
      Histogram delays = totals.delivery.getIntervalHistogram();
      double late = rig.providerLateMillis();
      double heap = plan.relay().liveHeapKilobytes();
      boolean allOver = Waiting.atMost(plan.over().plus(LATEST), LOOK, load::isOver);
      return new StreamRound(
          allBegan && allOver,
          totals.broken(),
          plan.streams() - totals.ended.sum(),
          came,
          came / seconds,
          relayAfter.cpuMicrosSince(relay) / came,
          providerAfter.cpuMicrosSince(provider) / came,
          clientAfter.cpuMicrosSince(client) / came,
          relayAfter.kilobytesSince(idle) / plan.streams(),
          (heap - heapBefore) / plan.streams(),
          Totals.millis(delays, 50),
          Totals.millis(delays, 99),
          Totals.millis(totals.first.getIntervalHistogram(), 99),
          late,
          (allBegan ? "" : "not all began in time; ") + totals);
    }
  }
}
