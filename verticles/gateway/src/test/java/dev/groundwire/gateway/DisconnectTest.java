package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.llm.CompletionChunk;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that leaves stops the work for it, in every phase and protocol. */
class DisconnectTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String COMPLETIONS = "/v1/chat/completions";

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  /** How HTTP is spoken. */
  enum Protocol {
    HTTP_1_1,
    HTTP_2,
    HTTP_2_UPGRADED;

    HttpClientOptions options() {
      HttpClientOptions options = new HttpClientOptions();
      return this == HTTP_1_1
          ? options
          : options
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(this == HTTP_2_UPGRADED);
    }
  }

  @BeforeEach
  void nothingSeen() {
    GATEWAY.rooms.llm.left.clear();
    GATEWAY.rooms.llm.asked.clear();
    GATEWAY.rooms.chat.watched.clear();
    GATEWAY.rooms.chat.left.clear();
    GATEWAY.rooms.chat.cancelled.clear();
  }

  /** How far a completion has come. */
  enum Phase {
    BEFORE_ITS_FIRST_TOKEN,
    WHOLE,
    IN_ITS_MIDDLE
  }

  static List<Arguments> phasesInEachProtocol() {
    return Stream.of(Protocol.values())
        .flatMap(protocol -> Stream.of(Phase.values()).map(phase -> Arguments.of(protocol, phase)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("phasesInEachProtocol")
  void stopsACompletion(Protocol protocol, Phase phase) throws Exception {
    GATEWAY.rooms.llm.script =
        phase == Phase.BEFORE_ITS_FIRST_TOKEN
            ? out -> {}
            : out -> out.send(new CompletionChunk("{\"choices\":[]}"));
    HttpClient client = client(protocol);
    HttpClientRequest request =
        sent(client, COMPLETIONS, completion("gpt-test", phase != Phase.WHOLE));
    assertThat(GATEWAY.rooms.llm.asked.poll(20, TimeUnit.SECONDS)).isNotNull();
    if (phase == Phase.IN_ITS_MIDDLE) {
      assertThat(request.response().await(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    request.reset();
    assertThat(GATEWAY.rooms.llm.left.poll(20, TimeUnit.SECONDS)).isNotNull();
    client.close().await();
  }

  @ParameterizedTest
  @EnumSource
  void cancelsAnAnswerFromDocuments(Protocol protocol) throws Exception {
    GATEWAY.rooms.chat.script = List.of(new LogEntry(1, "status", "{\"state\":\"queued\"}"));
    HttpClient client = client(protocol);
    for (boolean streams : new boolean[] {true, false}) {
      HttpClientRequest request =
          sent(client, COMPLETIONS, completion("groundwire/default", streams));
      UUID answer = GATEWAY.rooms.chat.watched.poll(20, TimeUnit.SECONDS);
      assertThat(answer).isNotNull();
      request.reset();
      assertThat(GATEWAY.rooms.chat.left.poll(20, TimeUnit.SECONDS)).isEqualTo(answer);
      assertThat(GATEWAY.rooms.chat.cancelled.poll(20, TimeUnit.SECONDS)).isEqualTo(answer);
    }
    client.close().await();
  }

  @ParameterizedTest
  @EnumSource
  void endsTheWatchOfAnAnswer(Protocol protocol) throws Exception {
    GATEWAY.rooms.chat.script = List.of(new LogEntry(1, "status", "{\"state\":\"queued\"}"));
    HttpClient client = client(protocol);
    for (String accept : List.of("text/event-stream", "application/json")) {
      HttpClientRequest request =
          client
              .request(HttpMethod.POST, "/api/v1/workspaces/default/ask")
              .await(20, TimeUnit.SECONDS);
      request.putHeader("Content-Type", "application/json").putHeader("Accept", accept);
      request.end("{\"question\":\"q\"}").await(20, TimeUnit.SECONDS);
      UUID answer = GATEWAY.rooms.chat.watched.poll(20, TimeUnit.SECONDS);
      assertThat(answer).isNotNull();
      request.reset();
      assertThat(GATEWAY.rooms.chat.left.poll(20, TimeUnit.SECONDS)).isEqualTo(answer);
    }
    assertThat(GATEWAY.rooms.chat.cancelled).as("whoever left may come back").isEmpty();
    client.close().await();
  }

  /** Connected: this client's first request on a connection waits for its upgrade's answer. */
  private static HttpClient client(Protocol protocol) throws TimeoutException {
    HttpClient client = open(protocol);
    HttpClientResponse response =
        client
            .request(HttpMethod.GET, "/health/live")
            .compose(request -> request.send())
            .await(20, TimeUnit.SECONDS);
    assertThat(response.version())
        .isEqualTo(protocol == Protocol.HTTP_1_1 ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_2);
    return client;
  }

  private static HttpClient open(Protocol protocol) {
    return VERTX
        .vertx()
        .createHttpClient(
            protocol.options().setDefaultHost("127.0.0.1").setDefaultPort(GATEWAY.port()));
  }

  private static HttpClientRequest sent(HttpClient client, String path, String body)
      throws TimeoutException {
    HttpClientRequest request = client.request(HttpMethod.POST, path).await(20, TimeUnit.SECONDS);
    request.putHeader("Content-Type", "application/json");
    request.end(body).await(20, TimeUnit.SECONDS);
    return request;
  }

  private static String completion(String model, boolean streams) {
    return "{\"model\":\""
        + model
        + "\",\"stream\":"
        + streams
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"why?\"}]}";
  }
}
