package dev.groundwire.loadtests.streams;

import dev.groundwire.loadtests.Cost;
import dev.groundwire.loadtests.Options;
import dev.groundwire.loadtests.Part;
import dev.groundwire.loadtests.Report;
import dev.groundwire.loadtests.Waiting;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Watchers of running answers that have nothing to say for a while: held, and told of the end. */
public final class WatchersBenchmark {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration HEARTBEATS = Duration.ofSeconds(20);
  private static final int TOKENS = 3;
  private static final int A_SECOND = 500;

  private final Rig rig;
  private final Report report = new Report("watchers");

  private WatchersBenchmark(Rig rig) {
    this.rig = rig;
  }

  /**
   * @param arguments {@code [--watchers 10000] [--answers 4]}
   */
  public static void main(String... arguments) throws Exception {
    Options options = new Options(arguments);
    int watchers = options.number("watchers", 10_000);
    Descriptors.require(watchers, 1);
    try (Rig rig = Rig.start("watchers", 1000, options)) {
      new WatchersBenchmark(rig).run(watchers, options.number("answers", 4));
      rig.work().delete();
    }
  }

  private void run(int watchers, int answers) throws IOException, InterruptedException {
    measure(answers, answers, Duration.ofSeconds(2)); // warms up
    measure(
        watchers, answers, Duration.ofSeconds(15).plusSeconds(watchers / A_SECOND).dividedBy(2));
    report.print(System.out);
  }

  /** An answer has one token at once, one in the middle and one when all have watched a while. */
  private void measure(int watchers, int answers, Duration gap)
      throws IOException, InterruptedException {
    String script = "gap=%dms,tokens=%d".formatted(gap.plus(HEARTBEATS).toMillis(), TOKENS);
    Part product = rig.product().part();
    double heapBefore = product.liveHeapKilobytes();
    Cost before = product.cost();
    List<URI> events = new ArrayList<>();
    for (int i = 0; i < answers; i++) {
      String path =
          rig.product().askWithoutWaiting("Who lit the lamp? " + i + " [script: " + script + "]");
      events.add(rig.product().server().resolve(path + "/events"));
    }
    List<Load> loads = new ArrayList<>();
    int each = watchers / answers;
    long all = (long) each * answers;
    Duration over = Duration.ofMillis(1 + 1000L * watchers / A_SECOND);
    long begun = System.nanoTime();
    for (URI address : events) {
      Target target = Target.get("watcher", address, Product.HEADERS);
      loads.add(Load.start(new Load.Plan(target, each, over, TOKENS)));
    }
    boolean allWatch =
        Waiting.atMost(over.plusSeconds(10), LOOK, () -> sum(loads, Count.ANSWERED) >= all);
    double seconds = (System.nanoTime() - begun) / 1e9;
    long held = sum(loads, Count.ANSWERED) - sum(loads, Count.OVER);
    Cost idle = product.cost();
    Waiting.atMost(Duration.ofSeconds(10), LOOK, () -> false);
    Cost later = product.cost();
    double heap = product.liveHeapKilobytes();
    boolean allOver =
        Waiting.atMost(
            gap.plus(HEARTBEATS).multipliedBy(TOKENS), LOOK, () -> sum(loads, Count.OVER) >= all);
    if (gap.compareTo(Duration.ofSeconds(2)) > 0) {
      report.atLeast("watchers held at a time", (double) held, "streams", watchers);
      report.figure("begun in", seconds, "s");
      report.figure("RSS per watcher", idle.kilobytesSince(before) / watchers, "kB");
      report.figure("live heap per watcher", (heap - heapBefore) / watchers, "kB");
      report.figure(
          "CPU while they wait, heartbeats included", later.cpuMicrosSince(idle) / 10e6, "cores");
      report.none("without the end, or without a token", lacking(loads, each), "streams");
      report.note(
          "%d watchers of %d running answers; %s %s"
              .formatted(
                  watchers,
                  answers,
                  allWatch && allOver ? "" : "Not all in time.",
                  loads.getFirst().totals()));
    }
    loads.forEach(Load::close);
  }

  private enum Count {
    ANSWERED,
    OVER
  }

  private static long sum(List<Load> loads, Count what) {
    return loads.stream()
        .map(Load::totals)
        .mapToLong(totals ->
            what == Count.ANSWERED
                ? totals.answered.sum()
                : totals.ended.sum() + totals.failed.sum())
        .sum();
  }

  private static double lacking(List<Load> loads, int each) {
    double lost = 0;
    for (Load load : loads) {
      Totals totals = load.totals();
      lost +=
          each
              - totals.ended.doubleValue()
              + totals.lost.doubleValue()
              + totals.repeated.doubleValue();
    }
    return lost;
  }
}
