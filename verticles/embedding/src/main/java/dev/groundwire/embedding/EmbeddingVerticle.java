package dev.groundwire.embedding;

import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@link EmbeddingBus}. One instance on virtual threads: the model uses every core. */
public final class EmbeddingVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingVerticle.class);

  private final EmbeddingConfig config;
  private final Path folder;
  private final Clock clock;
  private final RandomGenerator jitter;
  private @Nullable Running running;

  /**
   * @param folder keeps what the models unpack; shared by processes without harm
   * @param jitter spreads the second tries of many
   */
  public EmbeddingVerticle(
      EmbeddingConfig config, Path folder, Clock clock, RandomGenerator jitter) {
    this.config = config;
    this.folder = folder;
    this.clock = clock;
    this.jitter = jitter;
  }

  @Override
  public Future<?> start() {
    // Native code and files: off this verticle's threads.
    long begun = System.nanoTime();
    List<EmbeddingModel> opened = vertx.executeBlocking(this::open).await();
    Duration loading = Duration.ofNanos(System.nanoTime() - begun);
    ExecutorService counting =
        Executors.newFixedThreadPool(
            config.threads(), Thread.ofPlatform().name("count-tokens-", 0).factory());
    ServedModels models = new ServedModels(opened, config.queueBound());
    Bus bus = new Bus(vertx);
    EmbeddingMeters meters = new EmbeddingMeters(Telemetry.of(vertx).meters());
    meters.follow(models.queues(), loading);
    running = new Running(models, counting, bus, meters);
    for (EmbeddingModel model : opened) {
      LOG.atInfo()
          .addKeyValue("model", model.description().model())
          .addKeyValue("callers", model.callers())
          .log("embedding model loaded");
    }
    TextEmbedding embedding = new TextEmbedding(models, counting, config.queryCacheBytes(), meters);
    // Texts are what is bounded: a request holds at least one, in one of four lanes.
    int requests = 4 * config.queueBound();
    return Future.all(
        bus.answer(EmbeddingBus.EMBED_TEXTS, requests, embedding::embed),
        bus.answer(EmbeddingBus.COUNT_TOKENS, config.countAtOnce(), embedding::count),
        bus.answer(EmbeddingBus.DESCRIBE_MODEL, requests, embedding::describe));
  }

  private List<EmbeddingModel> open() {
    return Stream.concat(Stream.of(config), config.following().stream()).map(this::open).toList();
  }

  private EmbeddingModel open(EmbeddingConfig one) {
    return one.localModel()
        .<EmbeddingModel>map(card -> LocalModel.open(card, one.threads(), folder))
        .orElseGet(() -> OpenAiModel.open(vertx, one, folder, clock, jitter));
  }

  @Override
  public Future<?> stop() {
    return running == null ? Future.succeededFuture() : stop(running);
  }

  private Future<?> stop(Running parts) {
    parts.meters.close();
    parts.models.drop();
    boolean idle =
        Boolean.TRUE.equals(
            vertx.executeBlocking(() -> parts.models.awaitIdle(config.stopTimeout())).await());
    return parts.bus.drain(config.stopTimeout()).eventually(() -> close(parts, idle));
  }

  private Future<?> close(Running parts, boolean idle) {
    parts.counting.shutdown();
    if (!idle) {
      LOG.atWarn().log("embedding model still in use at stop, left to the process");
      return Future.succeededFuture();
    }
    return vertx.executeBlocking(() -> parts.closeModel(config.stopTimeout()));
  }

  private record Running(
      ServedModels models, ExecutorService counting, Bus bus, EmbeddingMeters meters) {
    /** Not under a count that is still running: it would read native memory that is freed. */
    boolean closeModel(Duration patience) throws InterruptedException {
      boolean counted = counting.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (counted) {
        models.close();
      } else {
        LOG.atWarn().log("tokens still counted at stop, embedding model left to the process");
      }
      return counted;
    }
  }
}
