package dev.groundwire.ingestion;

import static dev.groundwire.ingestion.UploadedText.sentences;
import static dev.groundwire.ingestion.UploadedText.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Page;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.ingestion.DeleteDocument;
import dev.groundwire.bus.ingestion.DocumentRegistered;
import dev.groundwire.bus.ingestion.DocumentView;
import dev.groundwire.bus.ingestion.DocumentsListed;
import dev.groundwire.bus.ingestion.FindDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.ingestion.ListDocuments;
import dev.groundwire.bus.ingestion.RegisterDocument;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

class DocumentCatalogTest {
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
  void acknowledgesNoDocumentWhoseBytesAreGone() {
    byte[] gone = "gone".getBytes(StandardCharsets.UTF_8);
    RegisterDocument late =
        new RegisterDocument(
            room.tenant, IDS.get(), "a.txt", "text/plain", 4, sha256(gone), List.of(), "request");
    assertThatThrownBy(() -> room.ask(IngestionBus.REGISTER_DOCUMENT, late))
        .isInstanceOf(BusFailure.class)
        .hasMessageContaining("send fewer files");
    assertThat(room.upload("a.txt", gone).duplicateOf()).isEmpty();
  }

  @Test
  void recognisesTheSameBytes() {
    byte[] bytes = "the same".getBytes(StandardCharsets.UTF_8);
    DocumentRegistered first = room.upload("one.txt", bytes);
    DocumentRegistered second = room.upload("two.txt", bytes);
    assertThat(first.duplicateOf()).isEmpty();
    assertThat(second.duplicateOf()).contains(first.document().id());
    assertThat(second.document().name()).isEqualTo("one.txt");
    assertThat(room.facts(first.document().id())).hasSize(1);
  }

  @Test
  void letsADeletedDocumentGo() {
    UUID id = room.upload("Deleted " + sentences(10));
    EventEnvelope received = room.lastFact(id);
    room.ask(IngestionBus.DELETE_DOCUMENT, new DeleteDocument(room.tenant, id, "request"));
    assertThat(room.ask(IngestionBus.CHUNK_DOCUMENT, received).firstTime()).isFalse();
    assertThatThrownBy(() -> room.document(id)).hasMessageContaining("no document");
    assertThat(room.lastFact(id).type()).isEqualTo("document.deleted.v1");
    Integer parts =
        room.database.asSystem(tx ->
            Rows.first(
                    tx,
                    "SELECT count(*) AS n FROM document_part WHERE content_id = $1",
                    Tuple.of(id),
                    row -> row.getInteger("n"))
                .orElseThrow());
    assertThat(parts).isZero();
  }

  @Test
  void showsNothingToAnotherOrganization() {
    UUID id = room.upload("Private " + sentences(3));
    Tenant other = POSTGRES.newTenant();
    Tenant mixed = new Tenant(other.organizationId(), room.tenant.workspaceId());
    for (Tenant stranger : List.of(other, mixed)) {
      assertThatThrownBy(() -> room.ask(IngestionBus.FIND_DOCUMENT, new FindDocument(stranger, id)))
          .isInstanceOfSatisfying(
              BusFailure.class,
              failure -> assertThat(failure.code()).isEqualTo(FailureCode.NOT_FOUND));
      assertThatThrownBy(() ->
              room.ask(IngestionBus.DELETE_DOCUMENT, new DeleteDocument(stranger, id, "request")))
          .hasMessageContaining("no document");
      assertThat(
              room.ask(
                      IngestionBus.LIST_DOCUMENTS,
                      new ListDocuments(stranger, new Page(10, Optional.empty())))
                  .items())
          .isEmpty();
    }
    assertThat(room.document(id).id()).isEqualTo(id);
  }

  @Test
  void listsNewestFirstInPages() {
    List<UUID> ids =
        IntStream.range(0, 5).mapToObj(i -> room.upload("List " + i)).toList().reversed();
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
    return room.ask(
        IngestionBus.LIST_DOCUMENTS, new ListDocuments(room.tenant, new Page(limit, cursor)));
  }
}
