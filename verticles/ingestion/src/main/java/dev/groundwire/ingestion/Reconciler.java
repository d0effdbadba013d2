package dev.groundwire.ingestion;

import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts documents anew that nothing would move on: those without a live event, which should never
 * be, and those that have no vectors of the model that searches use.
 */
final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final int AT_ONCE = 1_000;

  private final IngestionConfig config;
  private final Generations generations;
  private final Database database;
  private final Outbox outbox;
  private final DocumentRepository documents;
  private final Supplier<UUID> ids;

  Reconciler(
      IngestionConfig config,
      Generations generations,
      Database database,
      Outbox outbox,
      DocumentRepository documents,
      Supplier<UUID> ids) {
    this.config = config;
    this.generations = generations;
    this.database = database;
    this.outbox = outbox;
    this.documents = documents;
    this.ids = ids;
  }

  /** How many documents were started anew. */
  int reconcile() {
    List<Generation> live = generations.follow();
    int stuck =
        database.asSystem(tx -> restart(tx, documents.stuck(tx, config.stuckAfter(), AT_ONCE)));
    int outdated = database.asSystem(tx -> restart(tx, documents.ofOtherModel(tx, live, AT_ONCE)));
    if (stuck + outdated > 0) {
      LOG.atWarn()
          .addKeyValue("stuck", stuck)
          .addKeyValue("of_other_model", outdated)
          .addKeyValue("model", live.getFirst().model())
          .log("documents started anew");
    }
    return stuck + outdated;
  }

  private int restart(SqlConnection tx, List<Document> found) {
    for (Document document : found) {
      documents
          .restart(tx, document.id(), document.version())
          .ifPresent(version ->
              outbox.append(
                  tx,
                  DocumentEvents.RECEIVED,
                  document.tenant(),
                  document.id(),
                  new DocumentEvents.Received(document.id(), version),
                  "reconcile-" + ids.get()));
    }
    return found.size();
  }
}
