package dev.groundwire.loadtests.streams;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the product is compared with: the least that Vert.x needs to pass a stream on. Either bytes
 * as they come, or event by event, each with a number, as a server of answers has to.
 */
public final class BareRelay extends VerticleBase {
  private static final int CONNECTIONS = 20_000;

  private final URI upstream;
  private final int port;
  private final boolean byEvent;

  private BareRelay(URI upstream, int port, boolean byEvent) {
    this.upstream = upstream;
    this.port = port;
    this.byEvent = byEvent;
  }

  /**
   * @param arguments {@code PORT UPSTREAM bytes|events}
   */
  public static void main(String... arguments) throws TimeoutException, InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    URI upstream = URI.create(arguments[1]);
    boolean byEvent = arguments[2].equals("events");
    Vertx vertx = Vertx.vertx();
    vertx
        .deployVerticle(
            () -> new BareRelay(upstream, port, byEvent),
            new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()))
        .await(20, TimeUnit.SECONDS);
    System.out.println("listening on http://127.0.0.1:" + port + upstream.getPath());
    new CountDownLatch(1).await();
  }

  @Override
  public Future<?> start() {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    return vertx
        .createHttpServer(new HttpServerOptions().setAcceptBacklog(CONNECTIONS))
        .requestHandler(request -> relay(client, request))
        .listen(port, "127.0.0.1");
  }

  private void relay(HttpClient client, HttpServerRequest request) {
    HttpServerResponse response = request.response();
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setHost(upstream.getHost())
            .setPort(upstream.getPort())
            .setURI(request.uri());
    request.pause();
    client
        .request(options)
        .compose(call -> {
          response.closeHandler(closed -> call.reset());
          String type = request.getHeader("content-type");
          if (type != null) {
            call.putHeader("content-type", type);
          }
          String length = request.getHeader("content-length");
          if (length != null) {
            call.putHeader("content-length", length);
          }
          return call.send(request);
        })
        .onSuccess(answer -> pass(answer, response))
        .onFailure(failure -> response.setStatusCode(502).end());
  }

  private void pass(HttpClientResponse answer, HttpServerResponse response) {
    response.setStatusCode(answer.statusCode());
    String type = answer.getHeader("content-type");
    response.putHeader("content-type", type == null ? "application/json" : type);
    String length = answer.getHeader("content-length");
    if (length == null) {
      response.setChunked(true);
    } else {
      response.putHeader("content-length", length);
    }
    if (byEvent && length == null) {
      answer.handler(new ByEvent(response)::write);
      answer.endHandler(ended -> response.end());
      answer.exceptionHandler(failure -> response.reset());
    } else {
      answer.pipeTo(response);
    }
  }

  /** Finds the ends of events and gives each event a number. */
  private static final class ByEvent {
    private final HttpServerResponse response;
    private Buffer rest = Buffer.buffer();
    private long number;

    ByEvent(HttpServerResponse response) {
      this.response = response;
    }

    void write(Buffer bytes) {
      Buffer all = rest.length() == 0 ? bytes : rest.appendBuffer(bytes);
      int begin = 0;
      for (int i = 1; i < all.length(); i++) {
        if (all.getByte(i) == '\n' && all.getByte(i - 1) == '\n') {
          response.write(
              Buffer.buffer("id: " + ++number + "\n").appendBuffer(all, begin, i + 1 - begin));
          begin = i + 1;
        }
      }
      rest = begin == all.length() ? Buffer.buffer() : all.getBuffer(begin, all.length());
    }
  }
}
