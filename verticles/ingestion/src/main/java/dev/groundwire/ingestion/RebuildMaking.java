package dev.groundwire.ingestion;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Lease;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.ingestion.parse.ParseRefused;
import dev.groundwire.ingestion.parse.ParsedDocument;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.lease.Leases;
import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes a document anew beside itself: its chunks first, then their vectors, some at a time. */
final class RebuildMaking {
  private final IngestionConfig config;
  private final Bus bus;
  private final Database database;
  private final ChunkRepository chunks;
  private final DocumentReading reading;
  private final DocumentCutting cutting;
  private final RebuildRepository rebuilds = new RebuildRepository();
  private final Leases leases = new Leases();

  RebuildMaking(
      IngestionConfig config,
      Bus bus,
      Database database,
      ChunkRepository chunks,
      DocumentReading reading,
      DocumentCutting cutting) {
    this.config = config;
    this.bus = bus;
    this.database = database;
    this.chunks = chunks;
    this.reading = reading;
    this.cutting = cutting;
  }

  /** How a document begins. */
  enum Beginning {
    BEGUN,
    /** It stays as it is. */
    UNREADABLE,
    /** Deleted, or begun anew by somebody else meanwhile. */
    CHANGED
  }

  /** How far one is. */
  enum Standing {
    MORE,
    COMPLETE,
    /** What was made is of another model, or not whole any more. */
    VOID,
    /** Deleted, or begun anew by somebody else meanwhile. */
    CHANGED
  }

  Beginning begin(Lease lease, Document document) {
    DocumentCutting.Cut cut;
    try {
      ParsedDocument parsed = reading.readQuietly(document);
      cut = cutting.cut(parsed);
    } catch (ParseRefused refused) {
      return Beginning.UNREADABLE;
    }
    return database.inTenant(
        document.tenant().organizationId(),
        tx -> {
          leases.fence(tx, lease);
          Optional<Document> ready = rebuilds.ready(tx, document.id());
          if (ready.filter(now -> now.version() == document.version()).isEmpty()) {
            return Beginning.CHANGED;
          }
          Document made = document.next();
          rebuilds.forget(tx, made.id());
          chunks.removeVersion(tx, made.id(), made.version());
          rebuilds.begin(tx, made, cut.text(), cut.model());
          chunks.addChunks(tx, made, cut.text().chunks());
          return Beginning.BEGUN;
        });
  }

  /** One batch of vectors. */
  Standing embedSome(Lease lease, Tenant tenant, UUID id) {
    Optional<Begun> found = database.inTenant(tenant.organizationId(), tx -> begun(tx, id));
    if (found.isEmpty()) {
      return Standing.CHANGED;
    }
    Begun begun = found.get();
    List<ChunkRepository.Pending> batch = begun.waiting;
    if (batch.isEmpty()) {
      return begun.rebuild.embedded() == begun.rebuild.chunks() ? Standing.COMPLETE : Standing.VOID;
    }
    List<String> texts = batch.stream().map(ChunkRepository.Pending::text).toList();
    Optional<TextsEmbedded> made = embed(texts, begun.rebuild.model());
    if (made.isEmpty()) {
      return Standing.VOID;
    }
    TextsEmbedded embedded = made.get();
    return database.inTenant(
        tenant.organizationId(),
        tx -> {
          leases.fence(tx, lease);
          if (begun(tx, id).isEmpty()) {
            return Standing.CHANGED;
          }
          chunks.setVectors(tx, batch, embedded.vectors(), embedded.model());
          return Standing.MORE;
        });
  }

  /** Empty when nobody has that model any more. */
  private Optional<TextsEmbedded> embed(List<String> texts, String model) {
    try {
      return Optional.of(
              bus.request(
                      EmbeddingBus.EMBED_TEXTS,
                      new EmbedTexts(EmbedTexts.Purpose.PASSAGE, texts, Optional.of(model)),
                      config.embedDeadline())
                  .await())
          .filter(embedded -> embedded.model().equals(model));
    } catch (BusFailure failure) {
      if (failure.code() == FailureCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** What is still valid; the document is locked, so it stays so in this transaction. */
  private Optional<Begun> begun(SqlConnection tx, UUID id) {
    Optional<Document> ready = rebuilds.ready(tx, id);
    Optional<RebuildRepository.Rebuild> rebuild = rebuilds.find(tx, id);
    if (ready.isEmpty()
        || rebuild.isEmpty()
        || rebuild.get().version() != ready.get().version() + 1) {
      return Optional.empty();
    }
    Document made = ready.get().next();
    return Optional.of(
        new Begun(rebuild.get(), chunks.withoutVector(tx, made, -1, config.embedBatch())));
  }

  private record Begun(RebuildRepository.Rebuild rebuild, List<ChunkRepository.Pending> waiting) {}
}
