package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressStreamTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String DOCUMENTS = "/api/v1/workspaces/default/documents";

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void followsOneDocumentToItsEndWithAndWithoutHints(boolean hint) {
    UUID id = uploaded("followed, hints " + hint);
    try (SseClient stream = watch("/" + id + "/events")) {
      assertThat(stream.next().orElseThrow().data()).contains(id.toString(), "\"received\"");
      GATEWAY.rooms.progress(id, DocumentStatus.EMBEDDING, hint);
      assertThat(stream.next().orElseThrow().data())
          .contains("\"embedding\"", hint ? "\"total\":2" : "\"total\":0");
      GATEWAY.rooms.progress(id, DocumentStatus.READY, hint);
      SseClient.Event end = stream.next().orElseThrow();
      assertThat(end.type()).isEqualTo("progress");
      assertThat(end.data()).contains("\"ready\"");
      assertThat(stream.next()).isEmpty();
    }
  }

  @Test
  void endsAtOnceForADocumentThatIsReady() {
    UUID id = uploaded("ready before");
    GATEWAY.rooms.progress(id, DocumentStatus.READY, false);
    try (SseClient stream = watch("/" + id + "/events")) {
      assertThat(stream.all()).hasSize(1);
    }
  }

  @Test
  void tellsOfAllDocumentsAndKeepsTheLineOpen() {
    UUID before = uploaded("finished before");
    GATEWAY.rooms.progress(before, DocumentStatus.READY, false);
    try (SseClient stream = watch("/events")) {
      stream.awaitComments(1);
      UUID id = uploaded("new");
      SseClient.Event event = stream.next().orElseThrow();
      while (!event.data().contains(id.toString())) {
        assertThat(event.data()).doesNotContain(before.toString());
        event = stream.next().orElseThrow();
      }
      GATEWAY.rooms.progress(id, DocumentStatus.FAILED, true);
      assertThat(stream.next().orElseThrow().data()).contains(id.toString(), "\"failed\"");
      stream.awaitComments(stream.comments() + 1);
    }
  }

  private static UUID uploaded(String text) {
    return UUID.fromString(
        TestClient.json(GATEWAY.client().upload(new Multipart().file("a.txt", text)))
            .at("/documents/0/id")
            .asText());
  }

  private static SseClient watch(String path) {
    return new SseClient(GATEWAY.client().stream(GATEWAY.client().request(DOCUMENTS + path).GET()));
  }
}
