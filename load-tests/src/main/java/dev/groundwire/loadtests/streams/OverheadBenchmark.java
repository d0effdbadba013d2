package dev.groundwire.loadtests.streams;

import dev.groundwire.loadtests.Options;
import dev.groundwire.loadtests.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * What a gateway adds to a call, one at a time: the same calls straight to the provider, through a
 * bare relay, the product and Portkey's gateway, in turn.
 */
public final class OverheadBenchmark {
  private static final String WHOLE = "tokens=16";
  private static final int DELTAS = 64;
  private static final String LONG = "head=0ms,ttft=20ms,gap=20ms,stamp=yes,tokens=" + DELTAS;
  private static final int FEW = 2;
  private static final String SHORT = "head=0ms,ttft=5ms,gap=5ms,stamp=yes,tokens=" + FEW;
  private static final long CALL_NANOS = 5_000_000; // between the begins of two calls
  private static final long LONG_NANOS = 1_400_000_000;
  private static final long SHORT_NANOS = 30_000_000;
  private static final int A_ROUND = 250;
  private static final int SHORT_A_ROUND = 250;
  private static final int LONG_A_ROUND = 10;
  private static final int WARM_UP = 10_000;
  private static final int WARM_ROUND = 100;
  private static final int TICK_MICROS = 50;
  private static final String STRAIGHT = "provider";

  /** One kind of call through one gateway. */
  private record Caller(String name, OneCaller whole, OneCaller first, OneCaller gaps)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      whole.close();
      first.close();
      gaps.close();
    }
  }

  private final Map<String, Caller> callers = new LinkedHashMap<>();
  private final Report report = new Report("gateway-overhead");

  private OverheadBenchmark() {}

  /**
   * @param arguments {@code [--rounds 8] [--portkey yes|no] [--bare bytes|events]}
   */
  public static void main(String... arguments) throws Exception {
    Options options = new Options(arguments);
    try (Rig rig = Rig.start("gateway-overhead", TICK_MICROS, options)) {
      if (options.word("portkey", "yes", Set.of("yes", "no")).equals("yes")) {
        try (Portkey portkey = Portkey.start(rig.work().path())) {
          new OverheadBenchmark().run(rig, Optional.of(portkey), options.number("rounds", 8));
        }
      } else {
        new OverheadBenchmark().run(rig, Optional.empty(), options.number("rounds", 8));
      }
      rig.work().delete();
    }
  }

  private interface Path {
    Target target(String script, boolean stream);
  }

  private void run(Rig rig, Optional<Portkey> portkey, int rounds) throws Exception {
    add(STRAIGHT, rig::straight);
    add("bare", rig::throughBare);
    add("product", rig::throughProduct);
    if (portkey.isPresent()) {
      add(
          "portkey",
          (script, stream) -> portkey.get().target(rig.providerAddress(), script, stream));
    }
    warmUp();
    for (int i = 0; i < rounds; i++) {
      round();
    }
    print();
    for (Caller caller : callers.values()) {
      caller.close();
    }
  }

  private void add(String name, Path path) throws IOException {
    callers.put(
        name,
        new Caller(
            name,
            new OneCaller(path.target(WHOLE, false)),
            new OneCaller(path.target(SHORT, true)),
            new OneCaller(path.target(LONG, true))));
  }

  private void warmUp() throws IOException {
    for (Caller caller : callers.values()) {
      uncounted(caller, WARM_UP, WARM_UP / 20);
    }
  }

  /** Who comes after another has waited for a minute: caches are cold, connections closed. */
  private static void uncounted(Caller caller, int calls, int streams) throws IOException {
    caller.whole().connectAnew();
    caller.whole().count(false);
    for (int i = 0; i < calls; i++) {
      caller.whole().call(System.nanoTime());
    }
    caller.whole().count(true);
    caller.first().connectAnew();
    caller.first().count(false);
    for (int i = 0; i < streams; i++) {
      caller.first().stream(System.nanoTime(), FEW);
    }
    caller.first().count(true);
  }

  private void round() throws IOException {
    for (Caller caller : callers.values()) {
      uncounted(caller, WARM_ROUND, WARM_ROUND / 5);
      long begin = System.nanoTime() + CALL_NANOS;
      for (int i = 0; i < A_ROUND; i++) {
        caller.whole().call(begin + i * CALL_NANOS);
      }
      begin = System.nanoTime() + CALL_NANOS;
      for (int i = 0; i < SHORT_A_ROUND; i++) {
        caller.first().stream(begin + i * SHORT_NANOS, FEW);
      }
      caller.gaps().connectAnew();
      begin = System.nanoTime() + CALL_NANOS;
      for (int i = 0; i < LONG_A_ROUND; i++) {
        caller.gaps().stream(begin + i * LONG_NANOS, DELTAS);
      }
    }
  }

  private void print() {
    Caller straight = callers.remove(STRAIGHT);
    if (straight == null) {
      throw new IllegalStateException("nothing was called straight");
    }
    List<Caller> others = new ArrayList<>(callers.values());
    report.figure("straight: whole answer, p50", at(straight.whole().whole, 50), "ms");
    report.figure("straight: whole answer, p99", at(straight.whole().whole, 99), "ms");
    report.figure("straight: first token after 5 ms, p99", at(straight.first().first, 99), "ms");
    report.figure("straight: gap of 20 ms, p99", at(straight.gaps().gaps, 99), "ms");
    for (Caller caller : others) {
      boolean ours = caller.name().equals("product");
      added(caller, "whole answer", straight.whole().whole, caller.whole().whole, ours ? 1.0 : 0);
      added(caller, "first token", straight.first().first, caller.first().first, ours ? 1.2 : 0);
      added(caller, "gap", straight.gaps().gaps, caller.gaps().gaps, ours ? 0.1 : 0);
      added(caller, "delivery", straight.gaps().delivery, caller.gaps().delivery, 0);
    }
    callers.put(STRAIGHT, straight);
    report.note(
        "Added: the percentile through the gateway less that straight to the provider, measured in"
            + " turn, one call at a time on a kept connection, from the intended begin. Whole: a"
            + " JSON answer at once, "
            + straight.whole().whole.getTotalCount()
            + " calls each. First token: "
            + straight.first().first.getTotalCount()
            + " streams. Gap: role and "
            + DELTAS
            + " deltas 20 ms apart, "
            + straight.gaps().gaps.getTotalCount()
            + " gaps. Portkey "
            + Portkey.VERSION
            + ".");
    report.print(System.out);
  }

  private void added(
      Caller caller, String what, Histogram straight, Histogram through, double limit) {
    String name = caller.name() + ": added to " + what;
    report.figure(name + ", p50", at(through, 50) - at(straight, 50), "ms");
    double high = at(through, 99) - at(straight, 99);
    if (limit > 0) {
      report.atMost(name + ", p99", high, "ms", limit);
    } else {
      report.figure(name + ", p99", high, "ms");
    }
  }

  private static double at(Histogram nanos, double percentile) {
    return OneCaller.millis(nanos, percentile);
  }
}
