package dev.groundwire.loadtests;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.embedding.EmbeddingConfig;
import dev.groundwire.embedding.EmbeddingVerticle;
import dev.groundwire.launcher.AppConfig;
import dev.groundwire.platform.bus.Bus;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Texts a second of the embedding room over the bus, of a bare loop, and of LangChain4j. */
public final class EmbeddingBenchmark {
  private static final int TEXTS = 320;
  private static final int ROUNDS = 5;

  /** After it no further round is begun: a busy machine gets fewer. */
  private static final Duration BUDGET = Duration.ofSeconds(100);

  private static final int WARM_UP = 64;
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  /** As ingestion asks: so many texts a request, so many requests under way. */
  private static final int BATCH = 32;

  private static final int REQUESTS = 4;

  private EmbeddingBenchmark() {}

  public static void main(String... arguments) throws Exception {
    WorkFolder work = WorkFolder.create("embedding");
    List<String> texts = Prose.of(1).texts(TEXTS, 40, 120);
    EmbeddingConfig config = AppConfig.load(Map.of(), Optional.empty()).embedding();
    Vertx vertx = Vertx.vertx();
    BusCodecs.register(vertx.eventBus());
    vertx
        .deployVerticle(
            new EmbeddingVerticle(config, work.path(), Clock.systemUTC(), new Random()),
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .await(60, TimeUnit.SECONDS);
    try (BareModel bare = BareModel.open(work.path())) {
      measure(texts, new Bus(vertx), bare);
    }
    vertx.close().await(60, TimeUnit.SECONDS);
    work.delete();
  }

  private static void measure(List<String> texts, Bus bus, BareModel bare) throws Exception {
    BgeSmallEnV15QuantizedEmbeddingModel langChain = new BgeSmallEnV15QuantizedEmbeddingModel();
    List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
    List<Timed> room = new ArrayList<>();
    List<Timed> loop = new ArrayList<>();
    List<Timed> library = new ArrayList<>();
    throughBus(bus, texts.subList(0, WARM_UP));
    bare.vectors(texts.subList(0, WARM_UP), Machine.cores());
    langChain.embedAll(segments.subList(0, WARM_UP));
    long end = System.nanoTime() + BUDGET.toNanos();
    for (int round = 0; round < ROUNDS && (round == 0 || System.nanoTime() < end); round++) {
      room.add(Timed.run(() -> throughBus(bus, texts)));
      loop.add(Timed.run(() -> bare.vectors(texts, Machine.cores())));
      library.add(Timed.run(() -> langChain.embedAll(segments)));
    }
    report(room, loop, library);
  }

  private static void throughBus(Bus bus, List<String> texts) throws Exception {
    List<Future<?>> asked = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(REQUESTS)) {
      for (int from = 0; from < texts.size(); from += BATCH) {
        EmbedTexts request =
            new EmbedTexts(
                Purpose.PASSAGE, texts.subList(from, Math.min(texts.size(), from + BATCH)));
        asked.add(
            callers.submit(() ->
                bus.request(EmbeddingBus.EMBED_TEXTS, request, DEADLINE)
                    .await(DEADLINE.toSeconds(), TimeUnit.SECONDS)));
      }
      for (Future<?> answered : asked) {
        answered.get();
      }
    }
  }

  private static void report(List<Timed> room, List<Timed> loop, List<Timed> library) {
    Report report = new Report("embedding");
    report.figure("embedding room, over the bus", rate(room), "texts/s");
    report.figure("bare loop, one caller a core", rate(loop), "texts/s");
    report.figure("LangChain4j embedAll", rate(library), "texts/s");
    report.ratioAtLeast("room : bare loop", ratio(loop, room), 0.9);
    report.ratio("room : bare loop, per second of processor", processorRatio(loop, room));
    report.ratioAtLeast("room : LangChain4j", ratio(library, room), 1);
    report.ratio("room : LangChain4j, per second of processor", processorRatio(library, room));
    report.note(
        "%d texts of 40 to 120 words, %d rounds of all three in turn; medians, ratios within a round."
            .formatted(TEXTS, room.size()));
    report.print(System.out);
  }

  private static double rate(List<Timed> rounds) {
    return Latencies.median(rounds.stream().mapToDouble(round -> TEXTS / round.wall()).toArray());
  }

  private static double ratio(List<Timed> baseline, List<Timed> ours) {
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = baseline.get(i).wall() / ours.get(i).wall();
    }
    return Latencies.median(ratios);
  }

  private static double processorRatio(List<Timed> baseline, List<Timed> ours) {
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = baseline.get(i).processor() / ours.get(i).processor();
    }
    return Latencies.median(ratios);
  }
}
