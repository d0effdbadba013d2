package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.llm.ProviderConfig.Kind;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SelfSignedCertificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A provider behind TLS that offers HTTP/2. */
class Http2Test {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private final SelfSignedCertificate certificate = SelfSignedCertificate.create();
  private final List<HttpVersion> versions = new CopyOnWriteArrayList<>();
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final Promise<Void> reset = Promise.promise();
  private HttpServer server;
  private String room = "";

  @BeforeEach
  void listen() throws TimeoutException {
    server =
        VERTX
            .vertx()
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(certificate.keyCertOptions()))
            .requestHandler(this::stream);
    server.listen(0, "127.0.0.1").await(30, TimeUnit.SECONDS);
    String address = "https://127.0.0.1:" + server.actualPort() + "/v1";
    room =
        VERTX
            .vertx()
            .deployVerticle(new DirectRoom(Providers.at(Kind.OPENAI, address)))
            .await(30, TimeUnit.SECONDS);
  }

  /** Writes one word and never ends. */
  private void stream(HttpServerRequest request) {
    versions.add(request.version());
    connections.add(request.connection());
    request.response().exceptionHandler(closed -> reset.tryComplete());
    request.response().closeHandler(closed -> reset.tryComplete());
    request
        .response()
        .putHeader("content-type", "text/event-stream")
        .write(Wire.OPENAI.say("Half"))
        .onFailure(reset::tryFail);
  }

  @AfterEach
  void close() throws TimeoutException {
    VERTX.undeploy(room);
    server.close().await(30, TimeUnit.SECONDS);
    certificate.delete();
  }

  private static Reader<Generate, GenerationItem> generate() {
    Reader<Generate, GenerationItem> reader =
        Reader.of(VERTX.vertx(), LlmBus.GENERATE, Requests.generate());
    reader.awaitText();
    return reader;
  }

  @Test
  void resetsAStreamOnCancellationAndKeepsTheConnection() {
    Reader<Generate, GenerationItem> first = generate();
    generate();
    first.cancel();
    Reader.await(reset.future());
    generate();
    assertThat(versions).hasSize(3).containsOnly(HttpVersion.HTTP_2);
    assertThat(connections).hasSize(1);
  }
}
