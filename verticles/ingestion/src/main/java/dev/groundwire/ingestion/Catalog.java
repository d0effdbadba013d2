package dev.groundwire.ingestion;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Done;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.bus.ingestion.ChunkView;
import dev.groundwire.bus.ingestion.ChunksListed;
import dev.groundwire.bus.ingestion.DeleteDocument;
import dev.groundwire.bus.ingestion.DocumentFound;
import dev.groundwire.bus.ingestion.DocumentRegistered;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.bus.ingestion.DocumentView;
import dev.groundwire.bus.ingestion.DocumentsListed;
import dev.groundwire.bus.ingestion.FindDocument;
import dev.groundwire.bus.ingestion.ListChunks;
import dev.groundwire.bus.ingestion.ListDocuments;
import dev.groundwire.bus.ingestion.RegisterDocument;
import dev.groundwire.bus.retrieval.ForgetDocument;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.paging.ListPart;
import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What owners do with their documents: add, look, list, delete. */
final class Catalog {
  private final Database database;
  private final Outbox outbox;
  private final CatalogRepository documents;
  private final DocumentRepository states;
  private final ChunkRepository chunks;
  private final Removal removal;

  Catalog(
      Database database,
      Outbox outbox,
      CatalogRepository documents,
      DocumentRepository states,
      ChunkRepository chunks,
      Removal removal) {
    this.database = database;
    this.outbox = outbox;
    this.documents = documents;
    this.states = states;
    this.chunks = chunks;
    this.removal = removal;
  }

  DocumentRegistered register(RegisterDocument asked) {
    return database.inTenant(asked.tenant().organizationId(), tx -> register(tx, asked));
  }

  private DocumentRegistered register(SqlConnection tx, RegisterDocument asked) {
    Optional<DocumentView> added = documents.addUnlessKnown(tx, asked);
    if (added.isPresent()) {
      if (documents.storedBytes(tx, asked.documentId()) != asked.bytes()) {
        throw contentGone();
      }
      announce(tx, asked, added.get().id(), 1);
      return new DocumentRegistered(added.get(), Optional.empty());
    }
    CatalogRepository.Entry known =
        documents
            .withSameBytes(tx, asked.tenant().workspaceId(), asked.sha256())
            .orElseThrow(Catalog::deletedMeanwhile);
    DocumentView document = known.found().document();
    if (document.status() == DocumentStatus.FAILED) {
      // Uploading again what failed is how a person asks for another try.
      states
          .restart(tx, document.id(), known.version())
          .ifPresent(version -> announce(tx, asked, document.id(), version));
    }
    DocumentView now =
        documents
            .find(tx, asked.tenant(), document.id())
            .map(DocumentFound::document)
            .orElse(document);
    return new DocumentRegistered(now, Optional.of(document.id()));
  }

  private void announce(SqlConnection tx, RegisterDocument asked, UUID id, int version) {
    outbox.append(
        tx,
        DocumentEvents.RECEIVED,
        asked.tenant(),
        id,
        new DocumentEvents.Received(id, version),
        asked.correlationId());
  }

  /** Better no document than one that was acknowledged without its bytes. */
  private static BusFailure contentGone() {
    return new BusFailure(
        FailureCode.CONFLICT,
        "The upload took so long that its first parts are gone; send fewer files at once.");
  }

  private static BusFailure deletedMeanwhile() {
    return new BusFailure(
        FailureCode.UNAVAILABLE, "The same document was just deleted; upload it again.");
  }

  DocumentFound find(FindDocument asked) {
    return database.inTenant(
        asked.tenant().organizationId(),
        tx ->
            documents
                .find(tx, asked.tenant(), asked.documentId())
                .orElseThrow(() -> notFound(asked.documentId())));
  }

  DocumentsListed list(ListDocuments asked) {
    ListPart<DocumentView> part =
        ListPart.read(
            asked.page(),
            DocumentView::id,
            (limit, before) ->
                database.inTenant(
                    asked.tenant().organizationId(),
                    tx -> documents.list(tx, asked.tenant(), limit, before)));
    return new DocumentsListed(part.items(), part.nextCursor());
  }

  Done delete(DeleteDocument asked) {
    ForgetDocument removed =
        database.inTenant(
            asked.tenant().organizationId(),
            tx ->
                removal
                    .remove(tx, asked.tenant(), asked.documentId(), asked.correlationId())
                    .orElseThrow(() -> notFound(asked.documentId())));
    removal.tell(removed);
    return new Done();
  }

  ChunksListed listChunks(ListChunks asked) {
    int limit = asked.page().limit();
    int after = asked.page().cursor().map(ChunkCursor::ordinal).orElse(-1);
    List<ChunkView> found =
        database.inTenant(
            asked.tenant().organizationId(),
            tx -> {
              if (documents.find(tx, asked.tenant(), asked.documentId()).isEmpty()) {
                throw notFound(asked.documentId());
              }
              return chunks.list(tx, asked.documentId(), after, limit + 1);
            });
    return found.size() <= limit
        ? new ChunksListed(found, Optional.empty())
        : new ChunksListed(
            found.subList(0, limit), Optional.of(Integer.toString(found.get(limit - 1).ordinal())));
  }

  private static BusFailure notFound(UUID id) {
    return new BusFailure(FailureCode.NOT_FOUND, "There is no document " + id + " here.");
  }
}
