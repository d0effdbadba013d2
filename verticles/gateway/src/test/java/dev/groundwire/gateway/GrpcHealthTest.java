package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bytes that a gRPC client sends and gets, over HTTP/2 cleartext. */
class GrpcHealthTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final int SERVING = 1;
  private static final int NOT_SERVING = 2;
  private static final int SERVICE_UNKNOWN = 3;

  private GatewayFixture gateway;
  private HttpClient client;

  @BeforeEach
  void open() throws TimeoutException {
    gateway = GatewayFixture.of(POSTGRES, VERTX).open();
    client =
        VERTX
            .vertx()
            .createHttpClient(
                new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
  }

  @AfterEach
  void close() {
    client.close().await();
    gateway.close();
  }

  /** Read on the client's own thread: a body that is asked for later is gone. */
  private record Reply(HttpClientResponse head, Buffer body) {
    String code() {
      String trailer = head.getTrailer("grpc-status");
      return String.valueOf(trailer == null ? head.getHeader("grpc-status") : trailer);
    }
  }

  private HttpClientRequest request(HttpMethod method, String path) throws TimeoutException {
    return client.request(method, gateway.port(), "127.0.0.1", path).await(10, TimeUnit.SECONDS);
  }

  private static Buffer asking(String service) {
    byte[] name = service.getBytes(StandardCharsets.UTF_8);
    Buffer message = Buffer.buffer();
    if (name.length > 0) {
      message.appendByte((byte) 0x0a).appendByte((byte) name.length).appendBytes(name);
    }
    return Buffer.buffer().appendByte((byte) 0).appendInt(message.length()).appendBuffer(message);
  }

  private Reply call(String service) throws TimeoutException {
    return request(HttpMethod.POST, "/grpc.health.v1.Health/Check")
        .putHeader("Content-Type", "application/grpc")
        .putHeader("TE", "trailers")
        .send(asking(service))
        .compose(head -> head.body().map(body -> new Reply(head, body)))
        .await(10, TimeUnit.SECONDS);
  }

  /** Of {@code HealthCheckResponse{status}} behind its frame of five bytes. */
  private static int status(Buffer framed) {
    assertThat(framed.getInt(1)).isEqualTo(2);
    assertThat(framed.getByte(5)).isEqualTo((byte) 0x08);
    return framed.getByte(6);
  }

  private int check(String service) throws TimeoutException {
    Reply reply = call(service);
    assertThat(reply.code()).isEqualTo("0");
    return status(reply.body);
  }

  @Test
  void checksTheNodeByBothNames() throws TimeoutException {
    assertThat(check("")).isEqualTo(SERVING);
    assertThat(check("groundwire")).isEqualTo(SERVING);
  }

  @Test
  void knowsNoOtherService() throws TimeoutException {
    assertThat(call("payments").code()).isEqualTo("5");
  }

  private HttpClientResponse watch(String service, BlockingQueue<Buffer> messages)
      throws TimeoutException {
    HttpClientRequest request =
        request(HttpMethod.POST, "/grpc.health.v1.Health/Watch")
            .putHeader("Content-Type", "application/grpc")
            .putHeader("TE", "trailers");
    request.response().onSuccess(response -> response.handler(messages::add));
    request.end(asking(service)).await(10, TimeUnit.SECONDS);
    return request.response().await(10, TimeUnit.SECONDS);
  }

  private static int next(BlockingQueue<Buffer> messages) throws InterruptedException {
    Buffer message = messages.poll(20, TimeUnit.SECONDS);
    assertThat(message).as("no message").isNotNull();
    return status(message);
  }

  @Test
  void tellsWatchersWhenReadinessChanges() throws Exception {
    BlockingQueue<Buffer> messages = new LinkedBlockingQueue<>();
    watch("groundwire", messages);
    assertThat(next(messages)).isEqualTo(SERVING);
    gateway.rooms.llm.waiting = 100;
    assertThat(next(messages)).isEqualTo(NOT_SERVING);
    assertThat(check("")).isEqualTo(NOT_SERVING);
    gateway.rooms.llm.waiting = 0;
    assertThat(next(messages)).isEqualTo(SERVING);
    BlockingQueue<Buffer> strangers = new LinkedBlockingQueue<>();
    watch("payments", strangers);
    assertThat(next(strangers)).isEqualTo(SERVICE_UNKNOWN);
  }

  @Test
  void endsTheStreamsOfWatchersWhenItStops() throws Exception {
    BlockingQueue<Buffer> messages = new LinkedBlockingQueue<>();
    HttpClientResponse watching = watch("", messages);
    assertThat(next(messages)).isEqualTo(SERVING);
    var ended = watching.end();
    gateway.stopping().await(20, TimeUnit.SECONDS);
    ended.await(10, TimeUnit.SECONDS);
    assertThat(next(messages)).isEqualTo(NOT_SERVING);
    assertThat(watching.getTrailer("grpc-status")).isEqualTo("14");
  }

  @Test
  void leavesRestOverHttp2Alone() throws TimeoutException {
    Reply reply =
        request(HttpMethod.GET, "/health/live")
            .send()
            .compose(head -> head.body().map(body -> new Reply(head, body)))
            .await(10, TimeUnit.SECONDS);
    assertThat(reply.head.version()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(reply.head.statusCode()).isEqualTo(200);
    assertThat(reply.body.toString()).contains("live");
  }
}
