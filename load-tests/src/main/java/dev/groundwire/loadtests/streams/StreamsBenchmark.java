package dev.groundwire.loadtests.streams;

import dev.groundwire.loadtests.Latencies;
import dev.groundwire.loadtests.Options;
import dev.groundwire.loadtests.Part;
import dev.groundwire.loadtests.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Many answers at a time, each at the pace of a model: what a relayed token costs, and how many
 * fit.
 */
public final class StreamsBenchmark {
  private static final String POINTS = "400x50,1000x4,2500x4,5000x4";
  private static final int CHAT_BEGINS = 1000; // a second
  private static final int ASK_BEGINS = 40; // each searches and writes to the database; --begins
  private static final double MOST_CPU = 1.5; // of bare
  private static final double MOST_DELAY_MILLIS = 250;

  private record Path(String name, Function<String, Target> target, Part relay, int begins) {}

  private final Rig rig;
  private final Report report = new Report("streams");
  private final Duration window;
  private final int rounds;
  private final int askBegins;

  private StreamsBenchmark(Rig rig, Options options) {
    this.rig = rig;
    this.window = Duration.ofSeconds(options.number("seconds", 15));
    this.rounds = options.number("rounds", 3);
    this.askBegins = options.number("begins", ASK_BEGINS);
  }

  /**
   * @param arguments {@code [--points 400x50,5000x4] [--paths straight,bare,pass,ask] [--seconds
   *     15] [--rounds 3] [--begins 40] [--bare bytes|events]}
   */
  public static void main(String... arguments) throws Exception {
    Options options = new Options(arguments);
    List<int[]> points = points(options.text("points", POINTS));
    for (int[] point : points) {
      Descriptors.require(point[0], 2);
    }
    Set<String> paths =
        options.words("paths", "bare,pass,ask", Set.of("straight", "bare", "pass", "ask"));
    try (Rig rig = Rig.start("streams", 1000, options)) {
      new StreamsBenchmark(rig, options).run(points, paths);
      rig.work().delete();
    }
  }

  private static List<int[]> points(String text) {
    List<int[]> points = new ArrayList<>();
    for (String point : text.split(",", -1)) {
      String[] pair = point.split("x", -1);
      points.add(new int[] {Integer.parseInt(pair[0]), Integer.parseInt(pair[1])});
    }
    return points;
  }

  private void run(List<int[]> points, Set<String> wanted)
      throws IOException, InterruptedException {
    List<Path> paths = new ArrayList<>();
    if (wanted.contains("bare")) {
      paths.add(new Path("bare", script -> rig.throughBare(script, true), rig.bare(), CHAT_BEGINS));
    }
    if (wanted.contains("straight")) {
      paths.add(
          new Path("straight", script -> rig.straight(script, true), rig.provider(), CHAT_BEGINS));
    }
    Part product = rig.product().part();
    if (wanted.contains("pass")) {
      paths.add(
          new Path(
              "pass-through", script -> rig.throughProduct(script, true), product, CHAT_BEGINS));
    }
    if (wanted.contains("ask")) {
      paths.add(new Path("asks", rig::ask, product, askBegins));
    }
    for (Path path : paths) {
      round(path, 200, 50);
    }
    for (int[] point : points) {
      measure(paths, point[0], point[1]);
    }
    report.note(
        "Open model: streams begin by a schedule; CPU per token of the client is of the process"
            + " that reads, delay is from the provider's write of a token to the client's read."
            + " Memory per stream is what the process grew by, and its live heap after a"
            + " collection.");
    report.print(System.out);
  }

  private void measure(List<Path> paths, int streams, int perSecond)
      throws IOException, InterruptedException {
    Map<String, List<StreamRound>> results = new LinkedHashMap<>();
    for (int i = 0; i < rounds; i++) {
      for (Path path : paths) {
        StreamRound round = round(path, streams, perSecond);
        results.computeIfAbsent(path.name(), ignored -> new ArrayList<>()).add(round);
      }
    }
    List<StreamRound> bare = results.getOrDefault("bare", List.of());
    results.forEach((name, all) -> {
      String what = "%d x %d/s, %s: ".formatted(streams, perSecond, name);
      report.figure(what + "delivered", median(all, StreamRound::perSecond), "tokens/s");
      report.figure(what + "CPU per token", median(all, StreamRound::cpuMicros), "us");
      if (!name.equals("bare") && !bare.isEmpty()) { // --paths may leave it out
        report.ratioAtMost(
            what + "CPU : bare",
            median(all, StreamRound::cpuMicros) / median(bare, StreamRound::cpuMicros),
            MOST_CPU);
      }
      report.figure(what + "delay p50", median(all, StreamRound::delayMedian), "ms");
      report.atMost(
          what + "delay p99", median(all, StreamRound::delayHigh), "ms", MOST_DELAY_MILLIS);
      report.figure(what + "RSS per stream, first round", all.getFirst().rssKilobytes(), "kB");
      report.figure(what + "live heap per stream", median(all, StreamRound::heapKilobytes), "kB");
      report.figure(
          what + "CPU per token, provider", median(all, StreamRound::providerMicros), "us");
      report.figure(what + "CPU per token, client", median(all, StreamRound::clientMicros), "us");
      report.none(what + "lost or repeated", sum(all, StreamRound::broken), "tokens");
      report.none(what + "without regular end", sum(all, StreamRound::withoutEnd), "streams");
      all.stream()
          .filter(round -> !round.fits() || round.broken() + round.withoutEnd() > 0)
          .findFirst()
          .ifPresent(round -> report.note(what + "does not fit: " + round.totals() + "."));
    });
  }

  private StreamRound round(Path path, int streams, int perSecond)
      throws IOException, InterruptedException {
    StreamRound round =
        StreamRound.run(
            rig,
            new StreamRound.Plan(
                path.target(), path.relay(), streams, perSecond, path.begins(), window));
    System.out.printf("%s %d x %d/s: %s%n", path.name(), streams, perSecond, round);
    return round;
  }

  private static double sum(List<StreamRound> rounds, ToLongFunction<StreamRound> figure) {
    return (double) rounds.stream().mapToLong(figure).sum();
  }

  private static double median(List<StreamRound> rounds, ToDoubleFunction<StreamRound> figure) {
    return Latencies.median(rounds.stream().mapToDouble(figure).toArray());
  }
}
