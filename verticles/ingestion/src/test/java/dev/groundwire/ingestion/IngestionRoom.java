package dev.groundwire.ingestion;

import static dev.groundwire.ingestion.UploadedText.sha256;

import dev.groundwire.bus.Page;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.ingestion.ChunkView;
import dev.groundwire.bus.ingestion.DocumentRegistered;
import dev.groundwire.bus.ingestion.DocumentView;
import dev.groundwire.bus.ingestion.FindDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.ingestion.ListChunks;
import dev.groundwire.bus.ingestion.RegisterDocument;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.outbox.Envelopes;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The room on a real database, driven step by step without relay and inbox. */
final class IngestionRoom {
  static final IngestionConfig CONFIG =
      new IngestionConfig(
          100,
          1,
          128,
          100,
          Duration.ofSeconds(60),
          1_000_000,
          100,
          0,
          4,
          4,
          Duration.ofSeconds(30),
          Duration.ofHours(1),
          Duration.ZERO);

  private static final Supplier<UUID> IDS = Identifiers.timeOrdered();
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  final EmbeddingRoom embedding = new EmbeddingRoom();
  final Outbox outbox = new Outbox(Clock.systemUTC(), IDS);
  final Database database;
  final Bus bus;
  Tenant tenant;

  private IngestionRoom(Database database, Bus bus, Tenant tenant) {
    this.database = database;
    this.bus = bus;
    this.tenant = tenant;
  }

  static IngestionRoom deploy(PostgresFixture postgres, VertxFixture vertx, Path folder)
      throws Exception {
    IngestionRoom room =
        new IngestionRoom(postgres.database(), new Bus(vertx.vertx()), postgres.newTenant());
    vertx.deploy(room.embedding);
    vertx.deploy(new IngestionVerticle(CONFIG, folder, room.database, room.outbox, IDS));
    return room;
  }

  /** As at the start of a test: nothing embedded, nobody's documents. */
  void reset(Tenant tenant) {
    this.tenant = tenant;
    embedding.model = "one";
    embedding.other = Optional.empty();
    embedding.textsUntilOverload = Integer.MAX_VALUE;
    embedding.textsEmbedded.set(0);
  }

  DocumentRegistered upload(String name, byte[] content) {
    UUID id = IDS.get();
    database.inTenant(
        tenant.organizationId(),
        tx ->
            Rows.update(
                tx,
                "INSERT INTO document_part (organization_id, content_id, part_no, bytes)"
                    + " VALUES ($1, $2, 0, $3)",
                Tuple.of(tenant.organizationId(), id, Buffer.buffer(content))));
    return ask(
        IngestionBus.REGISTER_DOCUMENT,
        new RegisterDocument(
            tenant,
            id,
            name,
            "text/plain",
            content.length,
            sha256(content),
            List.of("a"),
            "request"));
  }

  UUID upload(String text) {
    return upload("note.txt", text.getBytes(StandardCharsets.UTF_8)).document().id();
  }

  <Q extends Record, R extends Record> R ask(RequestAddress<Q, R> at, Q request) {
    return bus.request(at, request, DEADLINE).await();
  }

  DocumentView document(UUID id) {
    return ask(IngestionBus.FIND_DOCUMENT, new FindDocument(tenant, id)).document();
  }

  List<ChunkView> chunks(UUID id) {
    return ask(
            IngestionBus.LIST_CHUNKS, new ListChunks(tenant, id, new Page(200, Optional.empty())))
        .items();
  }

  /** Facts about a document, in their order. */
  List<EventEnvelope> facts(UUID id) {
    return database.asSystem(tx ->
        Rows.list(
            tx,
            "SELECT " + Envelopes.COLUMNS + " FROM outbox WHERE key = $1 ORDER BY key_seq",
            Tuple.of(id.toString()),
            Envelopes::read));
  }

  EventEnvelope lastFact(UUID id) {
    return facts(id).getLast();
  }

  EventHandled chunk(UUID id) {
    return ask(IngestionBus.CHUNK_DOCUMENT, lastFact(id));
  }

  EventHandled embed(UUID id) {
    return ask(IngestionBus.EMBED_DOCUMENT, lastFact(id));
  }
}
