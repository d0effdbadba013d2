package dev.groundwire.retrieval;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventType;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Puts documents into the database as ingestion would have left them, and tells what happened. */
final class Library {
  static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");

  private static final String ADD =
      """
      INSERT INTO document (id, organization_id, workspace_id, content_id, name, media_type, bytes,
        sha256, status, version, language, chunks, embedding_model, tags, created_at, updated_at)
      VALUES ($1, $2, $3, $1, $4, 'text/plain', 1, $5, 'indexing', 1, $6, $7, $8, $9, $10, $10)
      """;
  private static final String ADD_CHUNK =
      """
      INSERT INTO chunk (id, organization_id, workspace_id, document_id, version, ordinal, page,
        start_offset, end_offset, section, text, tokens, embedding, embedding_model)
      VALUES ($1, $2, $3, $4, $5, $6, NULL, $7, $8, '', $9, 1, $10, $11)
      """;

  private final Supplier<UUID> ids = Identifiers.timeOrdered();
  private final Database database;

  Library(Database database) {
    this.database = database;
  }

  /** A document about to be indexed. */
  record Book(Tenant tenant, UUID id, int version) {}

  Book add(Tenant tenant, String language, String... chunks) {
    return add(tenant, language, List.of(), CREATED, HashedEmbeddings.MODEL, chunks);
  }

  Book add(
      Tenant tenant,
      String language,
      List<String> tags,
      Instant created,
      String model,
      String... chunks) {
    Book book = new Book(tenant, ids.get(), 1);
    database.inTenant(
        tenant.organizationId(),
        tx -> {
          Rows.update(
              tx,
              ADD,
              Tuple.from(
                  List.of(
                      book.id(),
                      tenant.organizationId(),
                      tenant.workspaceId(),
                      "book",
                      (book.id() + "" + book.id()).replace("-", ""),
                      language,
                      chunks.length,
                      model,
                      tags.toArray(String[]::new),
                      created.atOffset(ZoneOffset.UTC))));
          return Rows.batch(tx, ADD_CHUNK, chunkRows(book, model, chunks));
        });
    return book;
  }

  /** The document processed anew, with other chunks. */
  Book revise(Book book, String... chunks) {
    Book revised = new Book(book.tenant(), book.id(), book.version() + 1);
    database.inTenant(
        book.tenant().organizationId(),
        tx -> {
          Rows.update(tx, "DELETE FROM chunk WHERE document_id = $1", Tuple.of(book.id()));
          Rows.update(
              tx,
              "UPDATE document SET version = $2, status = 'indexing' WHERE id = $1",
              Tuple.of(book.id(), revised.version()));
          return Rows.batch(tx, ADD_CHUNK, chunkRows(revised, HashedEmbeddings.MODEL, chunks));
        });
    return revised;
  }

  /** The document as a rebuild leaves it: its old chunks stay beside the new ones. */
  Book replace(Book book, String... chunks) {
    Book replaced = new Book(book.tenant(), book.id(), book.version() + 1);
    database.inTenant(
        book.tenant().organizationId(),
        tx -> {
          Rows.update(
              tx,
              "UPDATE document SET version = $2, status = 'indexing' WHERE id = $1",
              Tuple.of(book.id(), replaced.version()));
          return Rows.batch(tx, ADD_CHUNK, chunkRows(replaced, HashedEmbeddings.MODEL, chunks));
        });
    return replaced;
  }

  void delete(Book book) {
    database.inTenant(
        book.tenant().organizationId(),
        tx -> Rows.update(tx, "DELETE FROM document WHERE id = $1", Tuple.of(book.id())));
  }

  void fail(Book book) {
    database.inTenant(
        book.tenant().organizationId(),
        tx ->
            Rows.update(
                tx,
                "UPDATE document SET status = 'failed', error = 'broken' WHERE id = $1",
                Tuple.of(book.id())));
  }

  private List<Tuple> chunkRows(Book book, String model, String... chunks) {
    List<Tuple> rows = new ArrayList<>();
    for (String chunk : chunks) {
      Buffer vector = Buffer.buffer();
      for (float value : HashedEmbeddings.vector(chunk)) {
        vector.appendIntLE(Float.floatToIntBits(value));
      }
      rows.add(
          Tuple.from(
              List.of(
                  ids.get(),
                  book.tenant().organizationId(),
                  book.tenant().workspaceId(),
                  book.id(),
                  book.version(),
                  rows.size(),
                  10 * rows.size(),
                  10 * rows.size() + chunk.length(),
                  chunk,
                  vector,
                  model)));
    }
    return rows;
  }

  EventEnvelope embedded(Book book) {
    return event(
        DocumentEvents.EMBEDDED,
        book,
        new DocumentEvents.Embedded(book.id(), book.version(), HashedEmbeddings.MODEL));
  }

  EventEnvelope deleted(Book book) {
    return event(
        DocumentEvents.DELETED, book, new DocumentEvents.Deleted(book.id(), book.version()));
  }

  EventEnvelope failed(Book book) {
    return event(
        DocumentEvents.FAILED,
        book,
        new DocumentEvents.Failed(book.id(), book.version(), "broken"));
  }

  private <P extends Record> EventEnvelope event(EventType<P> type, Book book, P payload) {
    return new EventEnvelope(
        ids.get(),
        type.name(),
        book.tenant().organizationId(),
        book.tenant().workspaceId(),
        book.id().toString(),
        1,
        "request-1",
        Optional.empty(),
        Optional.empty(),
        CREATED,
        RecordJson.write(payload));
  }

  /** Payloads of {@code document.indexed.v1} about it, in the order of their commits. */
  List<DocumentEvents.Indexed> indexedFacts(Book book) {
    return database.inTenant(
        book.tenant().organizationId(),
        tx ->
            Rows.list(
                tx,
                "SELECT payload FROM outbox WHERE key = $1 AND type = $2 ORDER BY key_seq",
                Tuple.of(book.id().toString(), DocumentEvents.INDEXED.name()),
                Library::indexed));
  }

  private static DocumentEvents.Indexed indexed(Row row) {
    return RecordJson.read(row.getString("payload"), DocumentEvents.Indexed.class);
  }
}
