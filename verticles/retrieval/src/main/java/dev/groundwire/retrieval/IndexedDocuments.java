package dev.groundwire.retrieval;

import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.platform.telemetry.Traced;
import dev.groundwire.retrieval.IndexableRepository.Indexable;
import dev.groundwire.retrieval.index.IndexedState;
import dev.groundwire.retrieval.index.PassageIndex;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings the index to what the database says of a document, one writer a document. The database is
 * asked within the turn, so the last one to write has seen the newest version.
 */
final class IndexedDocuments {
  private final Database database;
  private final PassageIndex index;
  private final Tombstones tombstones;
  private final KeyedTurns<UUID> turns;
  private final IndexableRepository documents = new IndexableRepository();

  IndexedDocuments(
      Database database, PassageIndex index, Tombstones tombstones, Duration turnTimeout) {
    this.database = database;
    this.index = index;
    this.tombstones = tombstones;
    this.turns = new KeyedTurns<>(turnTimeout);
  }

  /**
   * Indexes that version and waits until searches see it.
   *
   * @return false when the document has no such version any more, and nothing was done
   */
  boolean index(UUID organizationId, UUID documentId, int version) {
    return Traced.call(
        span("add", documentId, version),
        span ->
            turns.take(
                documentId,
                () -> {
                  Optional<Indexable> stored =
                      database.inTenant(organizationId, tx -> documents.find(tx, documentId));
                  boolean isCurrent =
                      stored.filter(known -> known.state().version() == version).isPresent();
                  span.setAttribute("index.current", isCurrent);
                  stored.filter(known -> isCurrent).ifPresent(known -> add(known, span));
                  return isCurrent;
                }));
  }

  private void add(Indexable stored, Span span) {
    span.setAttribute("index.chunks", stored.state().chunks());
    write(stored);
    index.makeSearchable();
    tombstones.lift(stored.state().documentId());
  }

  private static SpanBuilder span(String operation, UUID documentId, int version) {
    return Telemetry.span("index")
        .setAttribute("index.operation", operation)
        .setAttribute("groundwire.document_id", documentId.toString())
        .setAttribute("index.version", version);
  }

  /** Drops the document up to that version, and waits until searches do not see it. */
  void remove(UUID documentId, int upToVersion) {
    Traced.call(
        span("remove", documentId, upToVersion),
        span ->
            turns.take(
                documentId,
                () -> {
                  index.remove(documentId, upToVersion);
                  index.makeSearchable();
                  tombstones.lift(documentId);
                  return documentId;
                }));
  }

  /**
   * Makes the index equal to the database for this document, except that nothing needs to be
   * searchable yet.
   *
   * @param settleTime a document that changed within it is left to its events
   * @return true when there was something to mend
   */
  boolean repair(UUID documentId, Duration settleTime) {
    return turns.take(documentId, () -> repairInTurn(documentId, settleTime));
  }

  private boolean repairInTurn(UUID documentId, Duration settleTime) {
    Optional<Indexable> stored =
        database
            .asSystem(tx -> documents.find(tx, documentId))
            .filter(document -> document.state().chunks() > 0);
    if (stored.map(Indexable::state).equals(index.find(documentId))
        || (stored.isPresent() && isInMotion(documentId, settleTime))) {
      return false;
    }
    Optional<IndexedState> indexed = index.find(documentId);
    boolean isOverwritten =
        stored.isPresent()
            && indexed.isPresent()
            && indexed.get().version() <= stored.get().state().version();
    if (!isOverwritten) {
      // Also what is newer than the database: it may have come back from a backup.
      index.remove(documentId, Integer.MAX_VALUE);
    }
    stored.ifPresent(this::write);
    return true;
  }

  private boolean isInMotion(UUID documentId, Duration settleTime) {
    return settleTime.isPositive()
        && database.asSystem(tx -> documents.isInMotion(tx, documentId, settleTime));
  }

  private void write(Indexable stored) {
    Optional<IndexedState> indexed = index.find(stored.document().documentId());
    if (indexed.equals(Optional.of(stored.state()))) {
      return;
    }
    StoredChunks chunks = new StoredChunks(database, documents, stored);
    if (indexed.filter(stored.state()::isSameButFurther).isPresent()) {
      index.replaceFurther(stored.document(), chunks);
    } else {
      index.replace(stored.document(), chunks);
    }
  }
}
