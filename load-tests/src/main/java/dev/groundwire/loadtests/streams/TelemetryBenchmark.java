package dev.groundwire.loadtests.streams;

import dev.groundwire.loadtests.Latencies;
import dev.groundwire.loadtests.Options;
import dev.groundwire.loadtests.Part;
import dev.groundwire.loadtests.Report;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What telling costs: the same node with every trace exported, with metrics alone as it comes, and
 * with nothing told at all, side by side and in turn.
 */
public final class TelemetryBenchmark {
  private static final int STREAMS = 400;
  private static final int TOKENS_A_SECOND = 50;
  private static final int CHAT_BEGINS = 1000; // a second
  private static final int ASK_BEGINS = 40;
  private static final int SINK_HEAP = 128;
  private static final int CALLS_A_ROUND = 1000;
  private static final int WARM_UP = 5000;
  private static final long CALL_NANOS = 4_000_000; // between the begins of two calls
  private static final Duration BUSY = Duration.ofSeconds(10);
  private static final int CALLERS = 8;
  private static final double LEAST_THROUGHPUT = 0.95; // of a node that tells nothing
  private static final double MOST_CPU = 1.05;
  private static final double MOST_ADDED_MILLIS = 0.1;
  private static final String WHOLE = "tokens=16";

  /** One of the nodes, and what was found of it. */
  private static final class Told implements AutoCloseable {
    private final String name;
    private final Product product;
    private final OneCaller single;
    private final List<StreamRound> pass = new ArrayList<>();
    private final List<StreamRound> asks = new ArrayList<>();
    private final List<Double> perSecond = new ArrayList<>();

    Told(String name, Product product) throws IOException {
      this.name = name;
      this.product = product;
      this.single = new OneCaller(chat(WHOLE, false));
    }

    Target chat(String script, boolean stream) {
      return Target.chat(name, product.v1(), Product.HEADERS, script, stream);
    }

    Target ask(String script) {
      return Target.ask(name, product.server(), Product.HEADERS, script);
    }

    @Override
    public void close() throws IOException {
      single.close();
      product.close();
    }
  }

  private final Rig rig;
  private final Report report = new Report("telemetry");
  private final Map<String, Told> nodes = new LinkedHashMap<>();
  private final Duration window;

  private TelemetryBenchmark(Rig rig, Duration window) {
    this.rig = rig;
    this.window = window;
  }

  /**
   * @param arguments {@code [--rounds 5] [--seconds 15]}
   */
  public static void main(String... arguments) throws Exception {
    Options options = new Options(arguments);
    try (Rig rig = Rig.start("telemetry", 1000, options);
        Part sink =
            Part.java(
                "sink",
                rig.work().path(),
                SINK_HEAP,
                TraceSink.class,
                Integer.toString(freePort()))) {
      Duration window = Duration.ofSeconds(options.number("seconds", 15));
      new TelemetryBenchmark(rig, window).run(sink.address(), options.number("rounds", 5));
      rig.work().delete();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void run(URI sink, int rounds) throws IOException, InterruptedException {
    Map<String, String> nothing =
        Map.of("OTEL_ENABLED", "0", "METRICS_ENABLED", "0", "LOG_LEVEL", "WARN");
    Map<String, String> all =
        Map.of("OTEL_ENABLED", "1", "OTEL_EXPORTER_OTLP_ENDPOINT", sink.toString());
    try (Told off = new Told("off", rig.another("off", nothing));
        Told metrics = new Told("metrics", rig.another("metrics", Map.of()));
        Told on = new Told("on", rig.another("on", all))) {
      for (Told each : List.of(off, metrics, on)) {
        nodes.put(each.name, each);
        warmUp(each);
      }
      for (int i = 0; i < rounds; i++) {
        for (Told each : nodes.values()) {
          round(each);
        }
      }
      print(off, metrics, on, figures(sink));
    }
  }

  private void warmUp(Told node) throws IOException, InterruptedException {
    node.single.count(false);
    for (int i = 0; i < WARM_UP; i++) {
      node.single.call(System.nanoTime());
    }
    node.single.count(true);
    streams(node, false, Duration.ofSeconds(5));
    streams(node, true, Duration.ofSeconds(5));
  }

  private void round(Told node) throws IOException, InterruptedException {
    node.single.connectAnew();
    long begin = System.nanoTime() + CALL_NANOS;
    for (int i = 0; i < CALLS_A_ROUND; i++) {
      node.single.call(begin + i * CALL_NANOS);
    }
    node.perSecond.add(Busy.callsPerSecond(node.chat(WHOLE, false), CALLERS, BUSY));
    node.pass.add(streams(node, false, window));
    node.asks.add(streams(node, true, window));
    System.out.printf(
        "%s: %.0f calls/s, pass %s, asks %s%n",
        node.name, node.perSecond.getLast(), node.pass.getLast(), node.asks.getLast());
  }

  private StreamRound streams(Told node, boolean asked, Duration measured)
      throws IOException, InterruptedException {
    return StreamRound.run(
        rig,
        new StreamRound.Plan(
            asked ? node::ask : script -> node.chat(script, true),
            node.product.part(),
            STREAMS,
            TOKENS_A_SECOND,
            asked ? ASK_BEGINS : CHAT_BEGINS,
            measured));
  }

  private static JsonObject figures(URI sink) throws IOException {
    try (InputStream in = sink.resolve("/figures").toURL().openStream()) {
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private void print(Told off, Told metrics, Told on, JsonObject exported) {
    report.figure("nothing told: whole calls", perSecond(off), "calls/s");
    report.figure("nothing told: whole call, p99", millis(off), "ms");
    for (Told told : List.of(metrics, on)) {
      boolean promised = told == on;
      ratio(told, "whole calls : nothing told", perSecond(told) / perSecond(off), promised);
      cpu(told, "pass-through", cpu(told.pass) / cpu(off.pass), promised);
      cpu(told, "asks", cpu(told.asks) / cpu(off.asks), promised);
      added(told, "a whole call, p50", median(told) - median(off), false);
      added(told, "a whole call, p99", millis(told) - millis(off), promised);
      added(told, "a token's delay, p99", delay(told.pass) - delay(off.pass), promised);
    }
    report.atLeast("exports received", exported.getInteger("exports"), "", 1);
    report.figure("exported", exported.getLong("bytes") / 1e6, "MB");
    for (Told told : nodes.values()) {
      double broken =
          told.pass.stream().mapToDouble(r -> (double) r.broken() + r.withoutEnd()).sum()
              + told.asks.stream().mapToDouble(r -> (double) r.broken() + r.withoutEnd()).sum();
      report.none(told.name + ": lost, repeated or without end", broken, "");
    }
    report.note(
        "on: every trace exported to a sink on loopback, metrics, an access line a request."
            + " metrics: the same without traces, as it comes. Nothing told: OTEL_ENABLED=0,"
            + " METRICS_ENABLED=0, LOG_LEVEL=WARN. "
            + STREAMS
            + " streams of "
            + TOKENS_A_SECOND
            + " tokens/s each; whole calls by "
            + CALLERS
            + " callers without pause, and one at a time for the percentiles. Medians of the"
            + " rounds.");
    report.print(System.out);
  }

  private void ratio(Told told, String what, double ratio, boolean promised) {
    if (promised) {
      report.ratioAtLeast(told.name + ": " + what, ratio, LEAST_THROUGHPUT);
    } else {
      report.ratio(told.name + ": " + what, ratio);
    }
  }

  private void cpu(Told told, String what, double ratio, boolean promised) {
    String name = told.name + ": CPU per token, " + what + " : nothing told";
    if (promised) {
      report.ratioAtMost(name, ratio, MOST_CPU);
    } else {
      report.ratio(name, ratio);
    }
  }

  private void added(Told told, String what, double millis, boolean promised) {
    String name = told.name + ": added to " + what;
    if (promised) {
      report.atMost(name, millis, "ms", MOST_ADDED_MILLIS);
    } else {
      report.figure(name, millis, "ms");
    }
  }

  private static double perSecond(Told told) {
    return Latencies.median(told.perSecond.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double median(Told told) {
    return OneCaller.millis(told.single.whole, 50);
  }

  private static double millis(Told told) {
    return OneCaller.millis(told.single.whole, 99);
  }

  private static double cpu(List<StreamRound> rounds) {
    return median(rounds, StreamRound::cpuMicros);
  }

  private static double delay(List<StreamRound> rounds) {
    return median(rounds, StreamRound::delayHigh);
  }

  private static double median(List<StreamRound> rounds, ToDoubleFunction<StreamRound> figure) {
    return Latencies.median(rounds.stream().mapToDouble(figure).toArray());
  }
}
