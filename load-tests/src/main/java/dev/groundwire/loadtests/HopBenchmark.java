package dev.groundwire.loadtests;

import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * A request of a kilobyte and its answer of another between two JVMs of a cluster: typed, with its
 * envelope and its deadline, beside Vert.x's own request of bare bytes on the same connection.
 */
public final class HopBenchmark {
  private static final int HEAP_MEGABYTES = 256;
  private static final int DIGITS = 3;
  private static final int CALLS = 20_000;
  private static final int IN_FLIGHT = 64;
  private static final double MOST = 1.5; // of the bare one's median
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Vertx vertx;
  private final Context context;
  private final Bus bus;
  private final Buffer bare = Buffer.buffer(new byte[1024]);
  private final EmbedTexts typed =
      new EmbedTexts(EmbedTexts.Purpose.QUERY, List.of("x".repeat(1000)));

  private HopBenchmark(Vertx vertx) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.bus = new Bus(vertx);
  }

  /**
   * @param arguments {@code [--rounds 5]}
   */
  public static void main(String... arguments) throws Exception {
    int rounds = new Options(arguments).number("rounds", 5);
    WorkFolder work = WorkFolder.create("hop");
    int here = freePort();
    int there = freePort();
    try (Part answerer =
        Part.java(
            "hop",
            work.path(),
            HEAP_MEGABYTES,
            HopNode.class,
            Integer.toString(there),
            Integer.toString(here))) {
      answerer.address();
      Vertx vertx = HopNode.join(here, there);
      try {
        new HopBenchmark(vertx).run(rounds);
      } finally { // its threads would keep this process alive
        vertx.close().await(LONGEST.toSeconds(), TimeUnit.SECONDS);
      }
    }
    work.delete();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Future<?> askBare() {
    return vertx
        .eventBus()
        .request(HopNode.BARE, bare, new DeliveryOptions().setSendTimeout(DEADLINE.toMillis()));
  }

  private Future<?> askTyped() {
    return bus.request(EmbeddingBus.EMBED_TEXTS, typed, DEADLINE);
  }

  private void run(int rounds) throws Exception {
    for (Supplier<Future<?>> each : List.<Supplier<Future<?>>>of(this::askBare, this::askTyped)) {
      measure(each, 1);
      measure(each, IN_FLIGHT);
    }
    List<Round> bareOnes = new ArrayList<>();
    List<Round> typedOnes = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      bareOnes.add(new Round(measure(this::askBare, 1), measure(this::askBare, IN_FLIGHT)));
      typedOnes.add(new Round(measure(this::askTyped, 1), measure(this::askTyped, IN_FLIGHT)));
    }
    print(bareOnes, typedOnes);
  }

  /** One at a time, and so many at a time. */
  private record Round(Measured single, Measured many) {}

  private record Measured(double median, double high, double perSecond) {}

  /** Each caller asks again when it has its answer, all on one event loop. */
  private Measured measure(Supplier<Future<?>> ask, int callers) throws Exception {
    Histogram micros = new Histogram(DIGITS);
    Promise<Void> done = Promise.promise();
    int[] left = {CALLS, callers};
    long begun = System.nanoTime();
    context.runOnContext(ignored -> {
      for (int i = 0; i < callers; i++) {
        next(ask, micros, left, done);
      }
    });
    done.future().await(LONGEST.toSeconds(), TimeUnit.SECONDS);
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Measured(
        micros.getValueAtPercentile(50), micros.getValueAtPercentile(99), CALLS / seconds);
  }

  private static void next(
      Supplier<Future<?>> ask, Histogram micros, int[] left, Promise<Void> done) {
    if (left[0]-- <= 0) {
      if (--left[1] == 0) {
        done.complete();
      }
      return;
    }
    long begun = System.nanoTime();
    ask.get()
        .onComplete(
            answered -> {
              micros.recordValue((System.nanoTime() - begun) / 1000);
              next(ask, micros, left, done);
            },
            done::tryFail);
  }

  private static void print(List<Round> bare, List<Round> typed) {
    Report report = new Report("hop");
    double bareMedian = median(bare.stream().map(each -> each.single().median()).toList());
    double typedMedian = median(typed.stream().map(each -> each.single().median()).toList());
    report.figure("bare request of 1 KB, p50", bareMedian, "us");
    report.figure("bare, p99", median(bare.stream().map(e -> e.single().high()).toList()), "us");
    report.figure("typed request of 1 KB, p50", typedMedian, "us");
    report.figure("typed, p99", median(typed.stream().map(e -> e.single().high()).toList()), "us");
    report.ratioAtMost("typed : bare, p50", typedMedian / bareMedian, MOST);
    double barePerSecond = median(bare.stream().map(e -> e.many().perSecond()).toList());
    double typedPerSecond = median(typed.stream().map(e -> e.many().perSecond()).toList());
    report.figure(IN_FLIGHT + " at a time, bare", barePerSecond, "requests/s");
    report.figure(IN_FLIGHT + " at a time, typed", typedPerSecond, "requests/s");
    report.ratio("typed : bare, requests a second", typedPerSecond / barePerSecond);
    report.note(
        "Two JVMs on loopback, one event loop each, "
            + CALLS
            + " requests a measurement; medians of the rounds.");
    report.print(System.out);
  }

  private static double median(List<Double> values) {
    return Latencies.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
