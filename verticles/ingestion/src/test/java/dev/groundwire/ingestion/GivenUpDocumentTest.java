package dev.groundwire.ingestion;

import static dev.groundwire.ingestion.UploadedText.sentences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.ingestion.DeleteDocument;
import dev.groundwire.bus.ingestion.DocumentRegistered;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.bus.ingestion.DocumentView;
import dev.groundwire.bus.ingestion.GiveUpDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.ingestion.ReviveDocument;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class GivenUpDocumentTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @TempDir static Path folder;

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
  void failsWithAReasonAndLeavesNothingBehind() {
    byte[] zip = {'P', 'K', 3, 4, 20, 0, 0, 0, 0, 0, 1, 2, 3};
    UUID id = room.upload("x.zip", zip).document().id();
    EventEnvelope received = room.lastFact(id);
    BusFailure poison = catchThrowableOfType(BusFailure.class, () -> room.chunk(id));
    assertThat(poison.code()).isEqualTo(FailureCode.UNPROCESSABLE);
    room.ask(IngestionBus.GIVE_UP_DOCUMENT, new GiveUpDocument(received, poison.getMessage()));
    DocumentView failed = room.document(id);
    assertThat(failed.status()).isEqualTo(DocumentStatus.FAILED);
    assertThat(failed.error().orElseThrow()).isNotBlank().doesNotContain("Exception");
    assertThat(room.chunks(id)).isEmpty();
    assertThat(room.lastFact(id).type()).isEqualTo("document.failed.v1");
    DocumentRegistered again = room.upload("x.zip", zip);
    assertThat(again.document().status()).as("uploaded again").isEqualTo(DocumentStatus.RECEIVED);
    assertThat(again.document().error()).isEmpty();
  }

  @Test
  void failsWhatNoHandlerCouldHandle() {
    UUID id = room.upload("Given up " + sentences(10));
    room.chunk(id);
    room.ask(IngestionBus.GIVE_UP_DOCUMENT, new GiveUpDocument(room.lastFact(id), "too slow"));
    assertThat(room.document(id).error()).contains("too slow");
    assertThat(room.chunks(id)).isEmpty();
    assertThat(room.embed(id).firstTime()).as("nothing goes on").isFalse();
  }

  @Test
  void leavesAloneWhatWasHandledBeforeItWasGivenUp() {
    UUID id = room.upload("Handled after all " + sentences(10));
    EventEnvelope received = room.lastFact(id);
    room.chunk(id);
    room.ask(IngestionBus.GIVE_UP_DOCUMENT, new GiveUpDocument(received, "too slow"));
    assertThat(room.document(id).status()).isEqualTo(DocumentStatus.EMBEDDING);
    assertThat(room.chunks(id)).isNotEmpty();
  }

  @Test
  void revivesWhatWasGivenUp() {
    UUID id = room.upload("Revived " + sentences(10));
    room.chunk(id);
    EventEnvelope chunked = room.lastFact(id);
    assertThat(revive(chunked)).as("not failed").isFalse();
    room.ask(IngestionBus.GIVE_UP_DOCUMENT, new GiveUpDocument(chunked, "too slow"));
    assertThat(revive(chunked)).isTrue();
    assertThat(room.document(id).status()).isEqualTo(DocumentStatus.RECEIVED);
    assertThat(room.document(id).error()).isEmpty();
    EventEnvelope received = room.lastFact(id);
    assertThat(received.correlationId()).isEqualTo(chunked.correlationId());
    assertThat(revive(chunked)).as("again").isFalse();
    assertThat(room.ask(IngestionBus.EMBED_DOCUMENT, chunked).firstTime()).as("void").isFalse();
    room.chunk(id);
    assertThat(room.document(id).status()).isEqualTo(DocumentStatus.EMBEDDING);
    room.ask(IngestionBus.DELETE_DOCUMENT, new DeleteDocument(room.tenant, id, "request"));
    assertThat(revive(received)).as("deleted").isFalse();
  }

  private boolean revive(EventEnvelope event) {
    return room.ask(IngestionBus.REVIVE_DOCUMENT, new ReviveDocument(event)).revived();
  }
}
