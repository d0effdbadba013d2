package dev.groundwire.retrieval;

import dev.groundwire.platform.postgres.Database;
import dev.groundwire.retrieval.IndexableRepository.Indexable;
import dev.groundwire.retrieval.index.IndexedState;
import dev.groundwire.retrieval.index.PassageIndex;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves that the index holds what the database says, and mends what it does not. Walks through
 * both side by side; what differs is looked at again within the document's turn, so that an event
 * which comes at the same time is neither undone nor counted.
 */
final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final int PAGE = 500;
  private static final Comparator<Optional<UUID>> END_LAST =
      Comparator.comparing((Optional<UUID> id) -> id.isEmpty())
          .thenComparing(id -> id.orElse(new UUID(0, 0)), IdOrder.UNSIGNED);

  private final Database database;
  private final PassageIndex index;
  private final IndexedDocuments documents;
  private final IndexableRepository indexables = new IndexableRepository();
  private volatile boolean stopped;

  Reconciler(Database database, PassageIndex index, IndexedDocuments documents) {
    this.database = database;
    this.index = index;
    this.documents = documents;
  }

  /** Ends a run at its next document. */
  void stop() {
    stopped = true;
  }

  /**
   * @param settleTime documents that changed within it are left to their events
   */
  Drift reconcile(Duration settleTime) {
    IdOrder<Indexable> stored =
        new IdOrder<>(
            after -> database.asSystem(tx -> indexables.list(tx, after, PAGE)),
            document -> document.state().documentId());
    IdOrder<IndexedState> indexed =
        new IdOrder<>(after -> index.list(after, PAGE), IndexedState::documentId);
    Drift drift = Drift.NONE;
    boolean changed = false;
    int compared = 0;
    while (!stopped && (stored.hasNext() || indexed.hasNext())) {
      Optional<UUID> nextStored = stored.peek().map(document -> document.state().documentId());
      Optional<UUID> nextIndexed = indexed.peek().map(IndexedState::documentId);
      int order = END_LAST.compare(nextStored, nextIndexed);
      Drift suspected;
      UUID documentId;
      if (order < 0) {
        IndexedState expected = stored.next().state();
        documentId = expected.documentId();
        suspected = expected.chunks() == 0 ? Drift.NONE : new Drift(1, 0, 0);
      } else if (order > 0) {
        documentId = indexed.next().documentId();
        suspected = new Drift(0, 0, 1);
      } else {
        IndexedState expected = stored.next().state();
        IndexedState found = indexed.next();
        documentId = expected.documentId();
        suspected = expected.equals(found) ? Drift.NONE : new Drift(0, 1, 0);
        // No drift: an operator is about to change the embedding model, or has done so.
        if (suspected.total() > 0 && expected.isSameButFurther(found)) {
          suspected = Drift.NONE;
          changed |= documents.repair(documentId, settleTime);
        }
      }
      compared++;
      if (suspected.total() > 0 && documents.repair(documentId, settleTime)) {
        drift = drift.plus(suspected);
      }
    }
    if (drift.total() > 0 || changed) {
      index.makeSearchable();
    }
    LOG.atInfo()
        .addKeyValue("compared", compared)
        .addKeyValue("missing", drift.missing())
        .addKeyValue("stale", drift.stale())
        .addKeyValue("orphaned", drift.orphaned())
        .log("index compared with the database");
    return drift;
  }
}
