package dev.groundwire.ingestion;

import static dev.groundwire.bus.ingestion.IngestionBus.CHUNK_DOCUMENT;
import static dev.groundwire.bus.ingestion.IngestionBus.DELETE_DOCUMENT;
import static dev.groundwire.bus.ingestion.IngestionBus.EMBED_DOCUMENT;
import static dev.groundwire.bus.ingestion.IngestionBus.FIND_DOCUMENT;
import static dev.groundwire.bus.ingestion.IngestionBus.FINISH_DOCUMENT;
import static dev.groundwire.bus.ingestion.IngestionBus.GIVE_UP_DOCUMENT;
import static dev.groundwire.bus.ingestion.IngestionBus.LIST_CHUNKS;
import static dev.groundwire.bus.ingestion.IngestionBus.LIST_DOCUMENTS;
import static dev.groundwire.bus.ingestion.IngestionBus.LIST_GENERATIONS;
import static dev.groundwire.bus.ingestion.IngestionBus.REGISTER_DOCUMENT;
import static dev.groundwire.bus.ingestion.IngestionBus.RETIRE_GENERATION;
import static dev.groundwire.bus.ingestion.IngestionBus.REVIVE_DOCUMENT;
import static dev.groundwire.bus.ingestion.IngestionBus.RUN_STEP;
import static dev.groundwire.bus.ingestion.IngestionBus.SWITCH_GENERATION;

import dev.groundwire.ingestion.worker.ParserPool;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers for documents and moves them from received to ready. Virtual-thread. */
public final class IngestionVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(IngestionVerticle.class);
  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(20);

  private final IngestionConfig config;
  private final Path dataDir;
  private final Database database;
  private final Outbox outbox;
  private final Supplier<UUID> ids;
  private final TextCutter cutter = new TextCutter(2);
  private Bus bus;
  private ParserPool parsers;
  private IngestionGauges gauges;

  @SuppressWarnings("NullAway.Init") // the rest is set in start(), before anything reads it
  public IngestionVerticle(
      IngestionConfig config, Path dataDir, Database database, Outbox outbox, Supplier<UUID> ids) {
    this.config = config;
    this.dataDir = dataDir;
    this.database = database;
    this.outbox = outbox;
    this.ids = ids;
  }

  @Override
  public Future<?> start() {
    bus = new Bus(vertx);
    // Starting child processes blocks, and this is no place to block.
    Callable<ParserPool> startParsers =
        () -> new ParserPool(config.parserPool(), dataDir.resolve("parsing"));
    return vertx
        .executeBlocking(startParsers)
        .compose(pool -> {
          parsers = Objects.requireNonNull(pool);
          return serve();
        });
  }

  private Future<?> serve() {
    IngestionMeters meters = new IngestionMeters(Telemetry.of(vertx).meters());
    gauges = IngestionGauges.open(vertx, database, parsers);
    DocumentRepository documents = new DocumentRepository();
    ChunkRepository chunks = new ChunkRepository(ids);
    Progress progress = new Progress(bus);
    CatalogRepository entries = new CatalogRepository();
    Removal removal = new Removal(entries, outbox, bus);
    Catalog catalog = new Catalog(database, outbox, entries, documents, chunks, removal);
    DocumentEnds ends = new DocumentEnds(database, outbox, documents, chunks, progress);
    DocumentReading reading =
        new DocumentReading(config, database, new ContentRepository(), parsers, progress, cutter);
    ServedModels models = new ServedModels(bus, config.embedDeadline());
    Generations generations = new Generations(database, bus, models);
    FurtherVectors further = new FurtherVectors(database, models, config.embedBatch());
    DocumentCutting cutting = new DocumentCutting(config, bus, database, models, reading);
    DocumentChunking chunking =
        new DocumentChunking(
            cutting, database, outbox, documents, chunks, reading, progress, meters);
    JobSteps jobs =
        new JobSteps(
            database,
            new RebuildSteps(
                database,
                outbox,
                documents,
                chunks,
                new RebuildMaking(config, bus, database, chunks, reading, cutting),
                further,
                progress),
            new DedupeSteps(database, removal),
            new RetentionSteps(database, removal, entries),
            new ReembedSteps(database, generations, models, config.embedBatch()));
    DocumentEmbedding embedding =
        new DocumentEmbedding(config, bus, database, outbox, documents, chunks, further, progress);
    Reconciler reconciler = new Reconciler(config, generations, database, outbox, documents, ids);
    vertx.setPeriodic(0, config.reconcileInterval().toMillis(), ignored -> reconcile(reconciler));
    int most = config.atOnce();
    return Future.all(
            List.of(
                bus.answer(
                    REGISTER_DOCUMENT, most, meters.operation("register", catalog::register)),
                bus.answer(FIND_DOCUMENT, most, catalog::find),
                bus.answer(LIST_DOCUMENTS, most, catalog::list),
                bus.answer(DELETE_DOCUMENT, most, meters.operation("delete", catalog::delete)),
                bus.answer(LIST_CHUNKS, most, catalog::listChunks),
                bus.answer(CHUNK_DOCUMENT, most, meters.operation("chunk", chunking::chunk)),
                bus.answer(EMBED_DOCUMENT, most, meters.operation("embed", embedding::embed)),
                bus.answer(FINISH_DOCUMENT, most, ends::finish),
                bus.answer(GIVE_UP_DOCUMENT, most, ends::giveUp),
                bus.answer(REVIVE_DOCUMENT, most, ends::revive),
                bus.answer(RUN_STEP, most, jobs::step),
                bus.answer(LIST_GENERATIONS, most, generations::list),
                bus.answer(SWITCH_GENERATION, most, generations::switchTo),
                bus.answer(RETIRE_GENERATION, most, generations::retire)))
        .mapEmpty();
  }

  private static void reconcile(Reconciler reconciler) {
    try {
      reconciler.reconcile();
    } catch (RuntimeException failure) {
      LOG.atWarn().addKeyValue("cause", failure.toString()).log("documents not reconciled");
    }
  }

  @Override
  public Future<?> stop() {
    gauges.close();
    // What a parser has in hand is given back to the queue, not waited for: it may take minutes.
    Callable<Boolean> stopParsers =
        () -> {
          parsers.close();
          cutter.close();
          return true;
        };
    return vertx.executeBlocking(stopParsers).compose(ignored -> bus.drain(DRAINED_WITHIN));
  }
}
