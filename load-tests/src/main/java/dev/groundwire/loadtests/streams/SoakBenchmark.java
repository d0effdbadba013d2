package dev.groundwire.loadtests.streams;

import dev.groundwire.loadtests.Options;
import dev.groundwire.loadtests.Report;
import dev.groundwire.loadtests.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Two hundred streams at a time for some minutes: whether memory comes to rest. */
public final class SoakBenchmark {
  private static final int STREAMS = 200;
  private static final int SECONDS_EACH = 10;
  private static final int PER_SECOND = 20;
  private static final Duration STEP = Duration.ofSeconds(2);
  private static final Duration WARM_UP = Duration.ofMinutes(1);
  private static final double LEAST_NOISE = 8; // megabytes

  private SoakBenchmark() {}

  /**
   * @param arguments {@code [--minutes 10] [--path pass|ask]}
   */
  public static void main(String... arguments) throws Exception {
    Options options = new Options(arguments);
    Descriptors.require(STREAMS, 2);
    boolean pass = options.word("path", "pass", Set.of("pass", "ask")).equals("pass");
    try (Rig rig = Rig.start("soak", 1000, options)) {
      run(rig, pass, Duration.ofMinutes(options.number("minutes", 10)));
      rig.work().delete();
    }
  }

  private static void run(Rig rig, boolean pass, Duration time) throws IOException {
    int tokens = SECONDS_EACH * PER_SECOND;
    String script = "stamp=yes,gap=%dms,tokens=%d".formatted(1000 / PER_SECOND, tokens);
    Target target = pass ? rig.throughProduct(script, true) : rig.ask(script);
    Duration all = time.plus(WARM_UP);
    int streams = (int) (all.toSeconds() * STREAMS / SECONDS_EACH);
    List<Double> resident = new ArrayList<>();
    try (Load load = Load.start(new Load.Plan(target, streams, all, tokens))) {
      Waiting.atMost(WARM_UP, STEP, () -> false);
      Waiting.atMost(
          time,
          STEP,
          () -> {
            resident.add(rig.product().part().cost().residentBytes() / 1e6);
            return load.totals().failed.sum() > STREAMS;
          });
      Waiting.atMost(Duration.ofSeconds(3 * SECONDS_EACH), STEP, load::isOver);
      report(pass, resident, load.totals(), streams);
    }
  }

  private static void report(boolean pass, List<Double> resident, Totals totals, int streams) {
    List<Double> second = resident.subList(resident.size() / 2, resident.size());
    Trend trend = Trend.of(second);
    Report report = new Report("soak");
    report.figure("RSS at the begin", resident.getFirst(), "MB");
    report.figure("RSS in the middle", second.getFirst(), "MB");
    report.figure("RSS at the end", resident.getLast(), "MB");
    report.figure("noise in the second half (two deviations)", trend.noise(), "MB");
    report.atMost(
        "growth over the second half", trend.growth(), "MB", Math.max(LEAST_NOISE, trend.noise()));
    report.none("lost or repeated tokens", (double) totals.broken(), "tokens");
    report.none("streams without a regular end", streams - totals.ended.doubleValue(), "streams");
    report.note(
        "%d streams at a time (%s), %d tokens/s each, %d in all: %s"
            .formatted(STREAMS, pass ? "pass-through" : "asks", PER_SECOND, streams, totals));
    report.print(System.out);
  }
}
