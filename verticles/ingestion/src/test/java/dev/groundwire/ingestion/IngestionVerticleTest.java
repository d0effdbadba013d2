package dev.groundwire.ingestion;

import static dev.groundwire.ingestion.UploadedText.sentences;
import static dev.groundwire.ingestion.UploadedText.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Page;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.ingestion.ChunkView;
import dev.groundwire.bus.ingestion.DeleteDocument;
import dev.groundwire.bus.ingestion.DocumentRegistered;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.bus.ingestion.DocumentView;
import dev.groundwire.bus.ingestion.DocumentsListed;
import dev.groundwire.bus.ingestion.FindDocument;
import dev.groundwire.bus.ingestion.GiveUpDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.ingestion.ListChunks;
import dev.groundwire.bus.ingestion.ListDocuments;
import dev.groundwire.bus.ingestion.RegisterDocument;
import dev.groundwire.bus.ingestion.ReviveDocument;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class IngestionVerticleTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @TempDir static Path folder;

  private static final EmbeddingRoom EMBEDDING = new EmbeddingRoom();
  private static final Supplier<UUID> IDS = Identifiers.timeOrdered();
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Database database = POSTGRES.database();
  private final Tenant tenant = POSTGRES.newTenant();
  private Bus bus = new Bus(VERTX.vertx());

  private static final IngestionConfig CONFIG =
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

  @BeforeAll
  static void deploy() throws Exception {
    VERTX.deploy(EMBEDDING);
    Outbox outbox = new Outbox(Clock.systemUTC(), IDS);
    VERTX.deploy(new IngestionVerticle(CONFIG, folder, POSTGRES.database(), outbox, IDS));
  }

  @BeforeEach
  void reset() {
    EMBEDDING.model = "one";
    EMBEDDING.textsUntilOverload = Integer.MAX_VALUE;
    EMBEDDING.textsEmbedded.set(0);
    bus = new Bus(VERTX.vertx());
  }

  private DocumentRegistered upload(String name, byte[] content) {
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

  private UUID upload(String text) {
    return upload("note.txt", text.getBytes(StandardCharsets.UTF_8)).document().id();
  }

  private <Q extends Record, R extends Record> R ask(RequestAddress<Q, R> at, Q request) {
    return bus.request(at, request, DEADLINE).await();
  }

  private DocumentView document(UUID id) {
    return ask(IngestionBus.FIND_DOCUMENT, new FindDocument(tenant, id)).document();
  }

  private List<ChunkView> chunks(UUID id) {
    return ask(
            IngestionBus.LIST_CHUNKS, new ListChunks(tenant, id, new Page(200, Optional.empty())))
        .items();
  }

  /** Facts about a document, in their order. */
  private List<EventEnvelope> facts(UUID id) {
    return database.asSystem(tx ->
        Rows.list(
            tx,
            "SELECT " + Envelopes.COLUMNS + " FROM outbox WHERE key = $1 ORDER BY key_seq",
            Tuple.of(id.toString()),
            Envelopes::read));
  }

  private EventEnvelope lastFact(UUID id) {
    return facts(id).getLast();
  }

  private EventHandled chunk(UUID id) {
    return ask(IngestionBus.CHUNK_DOCUMENT, lastFact(id));
  }

  private EventHandled embed(UUID id) {
    return ask(IngestionBus.EMBED_DOCUMENT, lastFact(id));
  }

  @Test
  void acknowledgesNoDocumentWhoseBytesAreGone() {
    byte[] gone = "gone".getBytes(StandardCharsets.UTF_8);
    RegisterDocument late =
        new RegisterDocument(
            tenant, IDS.get(), "a.txt", "text/plain", 4, sha256(gone), List.of(), "request");
    assertThatThrownBy(() -> ask(IngestionBus.REGISTER_DOCUMENT, late))
        .isInstanceOf(BusFailure.class)
        .hasMessageContaining("send fewer files");
    assertThat(upload("a.txt", gone).duplicateOf()).isEmpty();
  }

  @Test
  void movesADocumentToReadyStepByStep() {
    UUID id = upload(sentences(30));
    assertThat(document(id).status()).isEqualTo(DocumentStatus.RECEIVED);
    assertThat(chunk(id).firstTime()).isTrue();
    assertThat(document(id).status()).isEqualTo(DocumentStatus.EMBEDDING);
    assertThat(document(id).chunks()).isEqualTo(chunks(id).size()).isGreaterThan(3);
    assertThat(embed(id).firstTime()).isTrue();
    assertThat(document(id).status()).isEqualTo(DocumentStatus.INDEXING);
    assertThat(facts(id))
        .extracting(EventEnvelope::type)
        .containsExactly("document.received.v1", "document.chunked.v1", "document.embedded.v1");
    EventEnvelope indexed = indexed(id);
    assertThat(ask(IngestionBus.FINISH_DOCUMENT, indexed).firstTime()).isTrue();
    assertThat(ask(IngestionBus.FINISH_DOCUMENT, indexed).firstTime()).isFalse();
    assertThat(document(id).status()).isEqualTo(DocumentStatus.READY);
  }

  /** What the retrieval room would commit. */
  private EventEnvelope indexed(UUID id) {
    database.inTenant(
        tenant.organizationId(),
        tx -> {
          new Outbox(Clock.systemUTC(), IDS)
              .append(
                  tx, DocumentEvents.INDEXED, id, new DocumentEvents.Indexed(id, 1), lastFact(id));
          return true;
        });
    return lastFact(id);
  }

  @Test
  void doesNothingTwice() {
    UUID id = upload("Once " + sentences(20));
    EventEnvelope received = lastFact(id);
    chunk(id);
    List<ChunkView> before = chunks(id);
    assertThat(ask(IngestionBus.CHUNK_DOCUMENT, received).firstTime()).isFalse();
    assertThat(chunks(id)).isEqualTo(before);
    EventEnvelope chunked = lastFact(id);
    embed(id);
    int embedded = EMBEDDING.textsEmbedded.get();
    assertThat(ask(IngestionBus.EMBED_DOCUMENT, chunked).firstTime()).isFalse();
    assertThat(EMBEDDING.textsEmbedded).hasValue(embedded);
    assertThat(facts(id)).hasSize(3);
  }

  @Test
  void embedsOnlyWhatIsMissingAfterAnInterruption() {
    UUID id = upload("Twice " + sentences(40));
    chunk(id);
    int total = chunks(id).size();
    EMBEDDING.textsUntilOverload = 8;
    assertThatThrownBy(() -> embed(id))
        .isInstanceOfSatisfying(
            BusFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED));
    EMBEDDING.textsUntilOverload = Integer.MAX_VALUE;
    int before = EMBEDDING.textsEmbedded.get();
    embed(id);
    assertThat(EMBEDDING.textsEmbedded.get())
        .as("at most a batch twice")
        .isLessThanOrEqualTo(total + 4);
    assertThat(EMBEDDING.textsEmbedded.get() - before).isLessThan(total);
    assertThat(document(id).status()).isEqualTo(DocumentStatus.INDEXING);
  }

  @Test
  void startsAnewWhenTheModelChangesMidway() {
    UUID id = upload("Thrice " + sentences(10));
    chunk(id);
    EMBEDDING.model = "two";
    embed(id);
    assertThat(document(id).status()).isEqualTo(DocumentStatus.RECEIVED);
    assertThat(DocumentEvents.RECEIVED.read(lastFact(id)).version()).isEqualTo(2);
    chunk(id);
    embed(id);
    assertThat(document(id).status()).isEqualTo(DocumentStatus.INDEXING);
  }

  @Test
  void recognisesTheSameBytes() {
    byte[] bytes = "the same".getBytes(StandardCharsets.UTF_8);
    DocumentRegistered first = upload("one.txt", bytes);
    DocumentRegistered second = upload("two.txt", bytes);
    assertThat(first.duplicateOf()).isEmpty();
    assertThat(second.duplicateOf()).contains(first.document().id());
    assertThat(second.document().name()).isEqualTo("one.txt");
    assertThat(facts(first.document().id())).hasSize(1);
  }

  @Test
  void failsWithAReasonAndLeavesNothingBehind() {
    byte[] zip = {'P', 'K', 3, 4, 20, 0, 0, 0, 0, 0, 1, 2, 3};
    UUID id = upload("x.zip", zip).document().id();
    EventEnvelope received = lastFact(id);
    BusFailure poison = catchThrowableOfType(BusFailure.class, () -> chunk(id));
    assertThat(poison.code()).isEqualTo(FailureCode.UNPROCESSABLE);
    ask(IngestionBus.GIVE_UP_DOCUMENT, new GiveUpDocument(received, poison.getMessage()));
    DocumentView failed = document(id);
    assertThat(failed.status()).isEqualTo(DocumentStatus.FAILED);
    assertThat(failed.error().orElseThrow()).isNotBlank().doesNotContain("Exception");
    assertThat(chunks(id)).isEmpty();
    assertThat(lastFact(id).type()).isEqualTo("document.failed.v1");
    DocumentRegistered again = upload("x.zip", zip);
    assertThat(again.document().status()).as("uploaded again").isEqualTo(DocumentStatus.RECEIVED);
    assertThat(again.document().error()).isEmpty();
  }

  @Test
  void failsWhatNoHandlerCouldHandle() {
    UUID id = upload("Given up " + sentences(10));
    chunk(id);
    ask(IngestionBus.GIVE_UP_DOCUMENT, new GiveUpDocument(lastFact(id), "too slow"));
    assertThat(document(id).error()).contains("too slow");
    assertThat(chunks(id)).isEmpty();
    assertThat(embed(id).firstTime()).as("nothing goes on").isFalse();
  }

  @Test
  void leavesAloneWhatWasHandledBeforeItWasGivenUp() {
    UUID id = upload("Handled after all " + sentences(10));
    EventEnvelope received = lastFact(id);
    chunk(id);
    ask(IngestionBus.GIVE_UP_DOCUMENT, new GiveUpDocument(received, "too slow"));
    assertThat(document(id).status()).isEqualTo(DocumentStatus.EMBEDDING);
    assertThat(chunks(id)).isNotEmpty();
  }

  @Test
  void revivesWhatWasGivenUp() {
    UUID id = upload("Revived " + sentences(10));
    chunk(id);
    EventEnvelope chunked = lastFact(id);
    assertThat(revive(chunked)).as("not failed").isFalse();
    ask(IngestionBus.GIVE_UP_DOCUMENT, new GiveUpDocument(chunked, "too slow"));
    assertThat(revive(chunked)).isTrue();
    assertThat(document(id).status()).isEqualTo(DocumentStatus.RECEIVED);
    assertThat(document(id).error()).isEmpty();
    EventEnvelope received = lastFact(id);
    assertThat(received.correlationId()).isEqualTo(chunked.correlationId());
    assertThat(revive(chunked)).as("again").isFalse();
    assertThat(ask(IngestionBus.EMBED_DOCUMENT, chunked).firstTime()).as("void").isFalse();
    chunk(id);
    assertThat(document(id).status()).isEqualTo(DocumentStatus.EMBEDDING);
    ask(IngestionBus.DELETE_DOCUMENT, new DeleteDocument(tenant, id, "request"));
    assertThat(revive(received)).as("deleted").isFalse();
  }

  private boolean revive(EventEnvelope event) {
    return ask(IngestionBus.REVIVE_DOCUMENT, new ReviveDocument(event)).revived();
  }

  @Test
  void letsADeletedDocumentGo() {
    UUID id = upload("Deleted " + sentences(10));
    EventEnvelope received = lastFact(id);
    ask(IngestionBus.DELETE_DOCUMENT, new DeleteDocument(tenant, id, "request"));
    assertThat(ask(IngestionBus.CHUNK_DOCUMENT, received).firstTime()).isFalse();
    assertThatThrownBy(() -> document(id)).hasMessageContaining("no document");
    assertThat(lastFact(id).type()).isEqualTo("document.deleted.v1");
    Integer parts =
        database.asSystem(tx ->
            Rows.first(
                    tx,
                    "SELECT count(*) AS n FROM document_part WHERE content_id = $1",
                    Tuple.of(id),
                    row -> row.getInteger("n"))
                .orElseThrow());
    assertThat(parts).isZero();
  }

  @Test
  void startsAnewWhatNothingMovesOn() {
    UUID id = upload("Stuck " + sentences(5));
    database.asSystem(
        tx -> Rows.update(tx, "DELETE FROM outbox WHERE key = $1", Tuple.of(id.toString())));
    Reconciler reconciler =
        new Reconciler(
            CONFIG,
            bus,
            database,
            new Outbox(Clock.systemUTC(), IDS),
            new DocumentRepository(),
            IDS);
    assertThat(reconciler.reconcile()).isPositive();
    assertThat(DocumentEvents.RECEIVED.read(lastFact(id)).version()).isEqualTo(2);
    chunk(id);
    assertThat(document(id).status()).isEqualTo(DocumentStatus.EMBEDDING);
  }

  @Test
  void showsNothingToAnotherOrganization() {
    UUID id = upload("Private " + sentences(3));
    Tenant other = POSTGRES.newTenant();
    Tenant mixed = new Tenant(other.organizationId(), tenant.workspaceId());
    for (Tenant stranger : List.of(other, mixed)) {
      assertThatThrownBy(() -> ask(IngestionBus.FIND_DOCUMENT, new FindDocument(stranger, id)))
          .isInstanceOfSatisfying(
              BusFailure.class,
              failure -> assertThat(failure.code()).isEqualTo(FailureCode.NOT_FOUND));
      assertThatThrownBy(
              () -> ask(IngestionBus.DELETE_DOCUMENT, new DeleteDocument(stranger, id, "request")))
          .hasMessageContaining("no document");
      assertThat(
              ask(
                      IngestionBus.LIST_DOCUMENTS,
                      new ListDocuments(stranger, new Page(10, Optional.empty())))
                  .items())
          .isEmpty();
    }
    assertThat(document(id).id()).isEqualTo(id);
  }

  @Test
  void listsNewestFirstInPages() {
    List<UUID> ids = IntStream.range(0, 5).mapToObj(i -> upload("List " + i)).toList().reversed();
    var first = list(2, Optional.empty());
    var second = list(2, first.nextCursor());
    var third = list(2, second.nextCursor());
    assertThat(first.items()).extracting(DocumentView::id).isEqualTo(ids.subList(0, 2));
    assertThat(second.items()).extracting(DocumentView::id).isEqualTo(ids.subList(2, 4));
    assertThat(third.items()).extracting(DocumentView::id).isEqualTo(ids.subList(4, 5));
    assertThat(third.nextCursor()).isEmpty();
    assertThatThrownBy(() -> list(2, Optional.of("nonsense")))
        .hasMessageContaining("cursor is not one");
  }

  private DocumentsListed list(int limit, Optional<String> cursor) {
    return ask(IngestionBus.LIST_DOCUMENTS, new ListDocuments(tenant, new Page(limit, cursor)));
  }
}
