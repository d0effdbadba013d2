package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several instances at one port, over HTTP. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class InstancesTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final int INSTANCES = 2;
  private static final int CONNECTIONS = 6;
  private static final int STREAMS = 64;
  private static final String PROGRESS = "/api/v1/workspaces/default/documents/events";

  private final List<SseClient> streams = new ArrayList<>();

  private static GatewayFixture open() throws TimeoutException {
    return GatewayFixture.of(POSTGRES, VERTX).open(INSTANCES);
  }

  /** On a connection of its own. */
  private static String post(GatewayFixture gateway, String name) throws IOException {
    String body = "{\"name\":\"%s\",\"text\":\"Words.\"}".formatted(name);
    return gateway.raw(
        "POST /api/v1/workspaces/default/documents HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "Connection: close\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static String get(GatewayFixture gateway, String path) throws IOException {
    return gateway.raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
  }

  private SseClient follow(GatewayFixture gateway, String path) {
    SseClient stream = new SseClient(gateway.client().stream(gateway.client().request(path)));
    streams.add(stream);
    return stream;
  }

  private static Collection<Gauge> gauges() {
    return Telemetry.of(VERTX.vertx())
        .meters()
        .get("groundwire.http.streams")
        .tag("kind", "progress")
        .gauges();
  }

  private static double open(Collection<Gauge> gauges) {
    return gauges.stream().mapToDouble(Gauge::value).sum();
  }

  private static double counted() {
    return Telemetry.of(VERTX.vertx())
        .meters()
        .get("groundwire.http.requests")
        .tag("method", "POST")
        .tag("status", "202")
        .counter()
        .count();
  }

  @Test
  void connectionsAreSpreadOverEventLoops() throws Exception {
    try (GatewayFixture gateway = open()) {
      gateway.loops.clear();
      for (int connection = 0; connection < CONNECTIONS; connection++) {
        assertThat(post(gateway, "note-" + connection)).startsWith("HTTP/1.1 202");
      }
      assertThat(gateway.loops)
          .hasSize(INSTANCES)
          .allMatch(thread -> thread.startsWith("vert.x-eventloop-thread"));
      while (counted() < CONNECTIONS) { // a request is counted when its response has left
        VERTX.vertx().timer(10, TimeUnit.MILLISECONDS).await(10, TimeUnit.SECONDS);
      }
      assertThat(counted()).as("counted together").isEqualTo(CONNECTIONS);
    }
  }

  @Test
  void boundsAndGaugesAreOfAllInstances() throws Exception {
    try (GatewayFixture gateway = open()) {
      for (int stream = 0; stream < STREAMS; stream++) {
        follow(gateway, PROGRESS).awaitComments(1);
      }
      assertThat(gauges()).hasSize(1);
      assertThat(open(gauges())).isEqualTo(STREAMS);
      assertThat(gateway.client().get(PROGRESS).statusCode()).isEqualTo(503);
      streams.forEach(SseClient::close);
      while (open(gauges()) > 0) {
        VERTX.vertx().timer(10, TimeUnit.MILLISECONDS).await(10, TimeUnit.SECONDS);
      }
      follow(gateway, PROGRESS).awaitComments(1);
      streams.getLast().close();
    }
  }

  @Test
  void everyInstanceTellsHowTheNodeIs() throws Exception {
    try (GatewayFixture gateway = open()) {
      for (int connection = 0; connection < CONNECTIONS; connection++) {
        assertThat(get(gateway, "/health/ready")).startsWith("HTTP/1.1 200");
      }
      gateway.gateway().announceStop();
      for (int connection = 0; connection < CONNECTIONS; connection++) {
        assertThat(get(gateway, "/health/ready")).startsWith("HTTP/1.1 503");
      }
      assertThat(gateway.management().get("/health/ready").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void aStopDrainsEveryInstance() throws Exception {
    try (GatewayFixture gateway = open()) {
      gateway.rooms.chat.script = List.of(new LogEntry(1, "status", "{}"));
      UUID answer = ask(gateway);
      List<SseClient> answers = new ArrayList<>();
      List<SseClient> endless = new ArrayList<>();
      for (int connection = 0; connection < CONNECTIONS; connection++) {
        answers.add(follow(gateway, "/api/v1/answers/" + answer + "/events"));
        assertThat(answers.getLast().next()).isPresent();
        endless.add(follow(gateway, PROGRESS));
        endless.getLast().awaitComments(1);
      }
      Future<Void> stopped = gateway.stopping();
      endless.forEach(stream -> assertThat(stream.next()).isEmpty());
      gateway.rooms.chat.append(answer, new LogEntry(2, "done", "{}"));
      for (SseClient stream : answers) {
        assertThat(stream.next().orElseThrow().type()).isEqualTo("done");
        assertThat(stream.next()).isEmpty();
      }
      stopped.await(30, TimeUnit.SECONDS);
      assertThatThrownBy(() -> get(gateway, "/health/live")).isInstanceOf(ConnectException.class);
      streams.forEach(SseClient::close);
    }
  }

  private static UUID ask(GatewayFixture gateway) {
    TestClient client = gateway.client();
    return UUID.fromString(
        TestClient.json(
                client.send(
                    client
                        .request("/api/v1/workspaces/default/ask")
                        .header("Prefer", "respond-async")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"question\":\"q\"}"))))
            .get("answerId")
            .asText());
  }
}
