package dev.groundwire.retrieval;

import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.retrieval.RetrievalBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.retrieval.index.PassageIndex;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Answers searches and follows the facts about documents. For virtual threads, and one instance a
 * node: it owns the index.
 */
public final class RetrievalVerticle extends VerticleBase {
  private final RetrievalConfig config;
  private final RetrievalWiring wiring;
  private @Nullable Running running;

  /** What there is between start and stop. */
  private record Running(
      Bus bus,
      PassageIndex index,
      Reconciliation reconciliation,
      SearchMeters meters,
      SearchedModelRepository searched) {}

  public RetrievalVerticle(RetrievalConfig config, RetrievalWiring wiring) {
    this.config = config;
    this.wiring = wiring;
  }

  /** Documents that the last comparison of index and database had to mend; below 0 for none yet. */
  public int drift() {
    return running == null ? -1 : running.reconciliation().drift();
  }

  @Override
  public Future<?> start() {
    PassageIndex index = blocking(() -> wiring.open(config));
    Database database = wiring.database();
    Bus bus = new Bus(vertx);
    Tombstones tombstones =
        new Tombstones(wiring.clock(), config.tombstoneAge(), config.tombstones());
    IndexedDocuments documents =
        new IndexedDocuments(database, index, tombstones, config.turnTimeout());
    Reconciliation reconciliation =
        new Reconciliation(
            vertx,
            config,
            new Reconciler(database, index, documents),
            wiring.turn(config),
            () -> ThreadLocalRandom.current().nextDouble());
    index.onLoss(reconciliation::runSoon);
    SearchMeters meters = new SearchMeters(Telemetry.of(vertx).meters());
    meters.follow(index, reconciliation::settledDrift);
    SearchedModelRepository searched = new SearchedModelRepository(vertx, database);
    searched.start();
    running = new Running(bus, index, reconciliation, meters, searched);
    reconciliation.start();
    IndexingEvents events = new IndexingEvents(database, wiring.outbox(), documents, meters);
    QuestionEmbedding questions =
        new QuestionEmbedding(bus, config.embedTimeout(), searched::current);
    ReindexSteps reindex =
        new ReindexSteps(
            database,
            index,
            documents,
            config.settleTime(),
            new ReembedSteps(
                database, index, documents, new GenerationComparison(index, questions, searched)));
    PassageSearch search =
        new PassageSearch(config, index, questions, wiring.searches(), tombstones, meters);
    return Future.all(
        bus.answer(RetrievalBus.FIND_PASSAGES, config.atOnce(), search::find),
        bus.answer(RetrievalBus.INDEX_DOCUMENT, config.eventsAtOnce(), events::index),
        bus.answer(RetrievalBus.REMOVE_DOCUMENT, config.eventsAtOnce(), events::remove),
        bus.answer(RetrievalBus.RUN_STEP, config.eventsAtOnce(), reindex::step),
        bus.onHint(IngestionBus.GENERATION_SWITCHED, hint -> searched.lookSoon()),
        bus.onHint(
            RetrievalBus.DOCUMENT_DELETED,
            hint -> {
              if (wiring.searchesLag(config)) {
                tombstones.bury(hint.documentId());
              }
            }));
  }

  @Override
  public Future<?> stop() throws Exception {
    Running ending = running;
    if (ending != null) {
      try {
        ending.searched().stop();
        ending.reconciliation().stop();
        ending.bus().drain(config.drainTimeout()).await();
      } finally {
        ending.meters().close();
        blocking(() -> {
          ending.index().close();
          return ending;
        });
      }
    }
    return Future.succeededFuture();
  }

  /** Files are opened and closed off this room's context, which serves others meanwhile. */
  private <T> T blocking(Callable<T> work) {
    return vertx.executeBlocking(work).await();
  }
}
