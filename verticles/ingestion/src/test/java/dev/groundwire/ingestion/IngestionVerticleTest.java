package dev.groundwire.ingestion;

import static dev.groundwire.ingestion.UploadedText.sentences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.ingestion.ChunkView;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class IngestionVerticleTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @TempDir static Path folder;

  private static final Supplier<UUID> IDS = Identifiers.timeOrdered();
  private static IngestionRoom room;

  @BeforeAll
  static void deploy() throws Exception {
    room = IngestionRoom.deploy(POSTGRES, VERTX, folder);
  }

  @BeforeEach
  void reset() {
    room.reset(POSTGRES.newTenant());
  }

  @Test
  void movesADocumentToReadyStepByStep() {
    UUID id = room.upload(sentences(30));
    assertThat(room.document(id).status()).isEqualTo(DocumentStatus.RECEIVED);
    assertThat(room.chunk(id).firstTime()).isTrue();
    assertThat(room.document(id).status()).isEqualTo(DocumentStatus.EMBEDDING);
    assertThat(room.document(id).chunks()).isEqualTo(room.chunks(id).size()).isGreaterThan(3);
    assertThat(room.embed(id).firstTime()).isTrue();
    assertThat(room.document(id).status()).isEqualTo(DocumentStatus.INDEXING);
    assertThat(room.facts(id))
        .extracting(EventEnvelope::type)
        .containsExactly("document.received.v1", "document.chunked.v1", "document.embedded.v1");
    EventEnvelope indexed = indexed(id);
    assertThat(room.ask(IngestionBus.FINISH_DOCUMENT, indexed).firstTime()).isTrue();
    assertThat(room.ask(IngestionBus.FINISH_DOCUMENT, indexed).firstTime()).isFalse();
    assertThat(room.document(id).status()).isEqualTo(DocumentStatus.READY);
  }

  /** What the retrieval room would commit. */
  private EventEnvelope indexed(UUID id) {
    room.database.inTenant(
        room.tenant.organizationId(),
        tx -> {
          room.outbox.append(
              tx, DocumentEvents.INDEXED, id, new DocumentEvents.Indexed(id, 1), room.lastFact(id));
          return true;
        });
    return room.lastFact(id);
  }

  @Test
  void doesNothingTwice() {
    UUID id = room.upload("Once " + sentences(20));
    EventEnvelope received = room.lastFact(id);
    room.chunk(id);
    List<ChunkView> before = room.chunks(id);
    assertThat(room.ask(IngestionBus.CHUNK_DOCUMENT, received).firstTime()).isFalse();
    assertThat(room.chunks(id)).isEqualTo(before);
    EventEnvelope chunked = room.lastFact(id);
    room.embed(id);
    int embedded = room.embedding.textsEmbedded.get();
    assertThat(room.ask(IngestionBus.EMBED_DOCUMENT, chunked).firstTime()).isFalse();
    assertThat(room.embedding.textsEmbedded).hasValue(embedded);
    assertThat(room.facts(id)).hasSize(3);
  }

  @Test
  void embedsOnlyWhatIsMissingAfterAnInterruption() {
    UUID id = room.upload("Twice " + sentences(40));
    room.chunk(id);
    int total = room.chunks(id).size();
    room.embedding.textsUntilOverload = 8;
    assertThatThrownBy(() -> room.embed(id))
        .isInstanceOfSatisfying(
            BusFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED));
    room.embedding.textsUntilOverload = Integer.MAX_VALUE;
    int before = room.embedding.textsEmbedded.get();
    room.embed(id);
    assertThat(room.embedding.textsEmbedded.get())
        .as("at most a batch twice")
        .isLessThanOrEqualTo(total + 4);
    assertThat(room.embedding.textsEmbedded.get() - before).isLessThan(total);
    assertThat(room.document(id).status()).isEqualTo(DocumentStatus.INDEXING);
  }

  @Test
  void startsAnewWhenTheModelChangesMidway() {
    UUID id = room.upload("Thrice " + sentences(10));
    room.chunk(id);
    room.embedding.model = "two";
    room.embed(id);
    assertThat(room.document(id).status()).isEqualTo(DocumentStatus.RECEIVED);
    assertThat(DocumentEvents.RECEIVED.read(room.lastFact(id)).version()).isEqualTo(2);
    room.chunk(id);
    room.embed(id);
    assertThat(room.document(id).status()).isEqualTo(DocumentStatus.INDEXING);
  }

  @Test
  void startsAnewWhatNothingMovesOn() {
    UUID id = room.upload("Stuck " + sentences(5));
    room.database.asSystem(
        tx -> Rows.update(tx, "DELETE FROM outbox WHERE key = $1", Tuple.of(id.toString())));
    Reconciler reconciler =
        new Reconciler(
            IngestionRoom.CONFIG,
            new Generations(
                room.database, room.bus, new ServedModels(room.bus, Duration.ofSeconds(60))),
            room.database,
            room.outbox,
            new DocumentRepository(),
            IDS);
    assertThat(reconciler.reconcile()).isPositive();
    assertThat(DocumentEvents.RECEIVED.read(room.lastFact(id)).version()).isEqualTo(2);
    room.chunk(id);
    assertThat(room.document(id).status()).isEqualTo(DocumentStatus.EMBEDDING);
  }
}
