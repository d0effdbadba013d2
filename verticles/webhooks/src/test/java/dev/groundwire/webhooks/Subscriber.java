package dev.groundwire.webhooks;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A program that takes deliveries; a test decides what it answers. */
final class Subscriber implements AutoCloseable {
  static final int NO_ANSWER = 0;

  final List<Received> received = new CopyOnWriteArrayList<>();
  volatile Function<Received, Integer> answer = delivery -> 200;
  private final HttpServer server;

  /** What one request held. */
  record Received(Map<String, List<String>> headers, String body, String uri, int answered) {
    JsonObject event() {
      return new JsonObject(body);
    }

    String key() {
      return event().getString("partitionkey");
    }

    /** {@code key:sequence}. */
    String place() {
      return key() + ":" + event().getString("sequence");
    }

    String header(String name) {
      return Objects.requireNonNull(headers.get(name), name).getFirst();
    }

    boolean isSignedWith(String secret) {
      try {
        new Webhook(secret).verify(body, headers);
        return true;
      } catch (WebhookVerificationException forged) {
        return false;
      }
    }
  }

  private Subscriber(HttpServer server) {
    this.server = server;
  }

  static Subscriber open(Vertx vertx) throws TimeoutException {
    return open(vertx, new HttpServerOptions());
  }

  static Subscriber open(Vertx vertx, HttpServerOptions options) throws TimeoutException {
    Subscriber subscriber =
        new Subscriber(vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0)));
    subscriber.server.requestHandler(subscriber::take);
    subscriber.server.listen().await(20, TimeUnit.SECONDS);
    return subscriber;
  }

  private void take(HttpServerRequest request) {
    request
        .body()
        .onSuccess(body -> {
          Map<String, List<String>> headers =
              request.headers().names().stream()
                  .collect(
                      Collectors.toMap(
                          String::toLowerCase, name -> request.headers().getAll(name)));
          Received asked = new Received(headers, body.toString(), request.uri(), NO_ANSWER);
          int status = answer.apply(asked);
          received.add(new Received(headers, body.toString(), request.uri(), status));
          reply(request.response(), status);
        });
  }

  private static void reply(HttpServerResponse response, int status) {
    if (status != NO_ANSWER) {
      response.setStatusCode(status).putHeader("Location", "/elsewhere").end("taken");
    }
  }

  /** Places of the deliveries it has accepted, in the order of their arrival. */
  List<String> accepted() {
    return received.stream()
        .filter(delivery -> delivery.answered == 200)
        .map(Received::place)
        .toList();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/hooks?of=groundwire";
  }

  int port() {
    return server.actualPort();
  }

  @Override
  public void close() throws TimeoutException {
    server.close().await(20, TimeUnit.SECONDS);
  }
}
