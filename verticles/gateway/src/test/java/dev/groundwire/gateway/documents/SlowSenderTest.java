package dev.groundwire.gateway.documents;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.gateway.access.TenantScopeRepository;
import dev.groundwire.gateway.http.BodyBytes;
import dev.groundwire.gateway.http.HttpRefusal;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SlowSenderTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final Duration LONGEST = Duration.ofMillis(100);

  @Test
  void refusesAnUploadThatTakesTooLong() throws IOException, TimeoutException {
    ContentStore store =
        new ContentStore(
            new TenantScopeRepository(POSTGRES.pool(), Duration.ofSeconds(15)), Clock.systemUTC());
    UploadLimits limits = new UploadLimits(1_000, 1, 1, LONGEST);
    assertRefused(
        "multipart/form-data; boundary=frontier",
        "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nbeg",
        http ->
            new MultipartReception(http.request().pause(), store, UUID::randomUUID, limits)
                .receive(UUID.randomUUID()));
  }

  @Test
  void refusesAJsonBodyThatTakesTooLong() throws IOException, TimeoutException {
    assertRefused(
        "application/json",
        "{\"query\":",
        new JsonBody(new BodyBytes(1_000, "LIMIT", LONGEST))::read);
  }

  private static void assertRefused(
      String type, String begun, Function<RoutingContext, Future<?>> read)
      throws IOException, TimeoutException {
    Promise<Object> body = Promise.promise();
    Router router = Router.router(VERTX.vertx());
    router.post("/").handler(http -> read.apply(http).onComplete(body::succeed, body::fail));
    HttpServer server =
        VERTX
            .vertx()
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      String head =
          "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\nContent-Type: " + type;
      client
          .getOutputStream()
          .write((head + "\r\n\r\n" + begun).getBytes(StandardCharsets.US_ASCII));
      assertThatThrownBy(() -> body.future().await(20, TimeUnit.SECONDS))
          .isInstanceOf(HttpRefusal.class)
          .hasMessageContaining("did not arrive within");
    } finally {
      server.close().await(10, TimeUnit.SECONDS);
    }
  }
}
