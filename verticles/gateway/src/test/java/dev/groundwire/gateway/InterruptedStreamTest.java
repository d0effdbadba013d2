package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.gateway.SseClient.Event;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The node that writes an answer goes, and another one goes on. */
@Timeout(120)
class InterruptedStreamTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String ASK = "/api/v1/workspaces/default/ask";
  private static final LogEntry FIRST =
      new LogEntry(1, "status", "{\"state\":\"retrieving\",\"answerId\":\"a\"}");
  private static final LogEntry DELTA = new LogEntry(1_000_000, "delta", "{\"text\":\"Cats\"}");
  private static final LogEntry DONE = new LogEntry(1_000_001, "done", "{}");

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  @BeforeEach
  void begun() {
    GATEWAY.rooms.chat.script = List.of(FIRST);
    GATEWAY.rooms.chat.watched.clear();
  }

  private static BusFailure gone() {
    return new BusFailure(FailureCode.UNAVAILABLE, "gone; open it again");
  }

  private static HttpRequest.Builder question(String accept) {
    return GATEWAY
        .client()
        .request(ASK)
        .header("Content-Type", "application/json")
        .header("Accept", accept)
        .POST(HttpRequest.BodyPublishers.ofString("{\"question\":\"why?\"}"));
  }

  @Test
  void goesOnBehindTheLastEntryThatCame() throws InterruptedException {
    try (SseClient stream = new SseClient(GATEWAY.client().stream(question("text/event-stream")))) {
      UUID answer = GATEWAY.rooms.chat.watched.take();
      assertThat(stream.next().orElseThrow().id()).isEqualTo("1");
      GATEWAY.rooms.chat.lose(answer, gone());
      Event told = stream.next().orElseThrow();
      assertThat(told.type()).isEqualTo("status");
      assertThat(told.data())
          .isEqualTo("{\"state\":\"retrieving\",\"answerId\":\"a\",\"interrupted\":true}");
      assertThat(GATEWAY.rooms.chat.watched.take()).isEqualTo(answer);
      GATEWAY.rooms.chat.append(answer, DELTA);
      GATEWAY.rooms.chat.append(answer, DONE);
      assertThat(stream.all()).extracting(Event::id).containsExactly("1000000", "1000001");
    }
  }

  @Test
  void comesBackWhileNobodyHasTheAnswerYet() throws InterruptedException {
    try (SseClient stream = new SseClient(GATEWAY.client().stream(question("text/event-stream")))) {
      UUID answer = GATEWAY.rooms.chat.watched.take();
      stream.next();
      for (int each = 0; each < 3; each++) {
        GATEWAY.rooms.chat.lose(answer, gone());
        assertThat(GATEWAY.rooms.chat.watched.take()).isEqualTo(answer);
      }
      GATEWAY.rooms.chat.append(answer, DELTA);
      GATEWAY.rooms.chat.append(answer, DONE);
      assertThat(stream.all())
          .as("told once")
          .extracting(Event::type)
          .containsExactly("status", "delta", "done");
    }
  }

  @Test
  void cutsAStreamThatCannotGoOn() throws InterruptedException {
    try (SseClient stream = new SseClient(GATEWAY.client().stream(question("text/event-stream")))) {
      UUID answer = GATEWAY.rooms.chat.watched.take();
      stream.next();
      GATEWAY.rooms.chat.lose(answer, new BusFailure(FailureCode.NOT_FOUND, "No such answer."));
      assertThatThrownBy(stream::all).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void waitsForAWholeAnswerAcrossItsNodes() throws Exception {
    Future<@Nullable HttpResponse<String>> whole =
        VERTX.vertx().executeBlocking(() -> GATEWAY.client().send(question("application/json")));
    UUID answer = GATEWAY.rooms.chat.watched.take();
    GATEWAY.rooms.chat.lose(answer, gone());
    assertThat(GATEWAY.rooms.chat.watched.take()).isEqualTo(answer);
    GATEWAY.rooms.chat.append(answer, DELTA);
    GATEWAY.rooms.chat.append(answer, DONE);
    assertThat(Objects.requireNonNull(whole.await(60, TimeUnit.SECONDS)).statusCode())
        .isEqualTo(200);
  }
}
