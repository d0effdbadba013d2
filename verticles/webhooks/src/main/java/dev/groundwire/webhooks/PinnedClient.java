package dev.groundwire.webhooks;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Posts to addresses that were checked before: the connection goes to the address, while the Host
 * header, SNI and the certificate are about the name. Follows no redirect, reads little.
 */
final class PinnedClient {
  private static final int IDLE_SECONDS = 10;
  private static final int MOST_WAITING = 10_000;

  private final HttpClient client;
  private final WebhooksConfig config;

  PinnedClient(Vertx vertx, WebhooksConfig config) {
    this.config = config;
    HttpClientOptions options =
        new HttpClientOptions()
            // Its spans would hold the whole URL, which may hold a subscriber's secret.
            .setTracingPolicy(TracingPolicy.IGNORE)
            .setKeepAliveTimeout(IDLE_SECONDS)
            .setSslHandshakeTimeout(config.connectTimeout().toMillis())
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    if (config.certificateAuthority() != null) {
      options.setTrustOptions(
          new PemTrustOptions().addCertPath(config.certificateAuthority().toString()));
    }
    this.client =
        vertx.createHttpClient(
            options,
            new PoolOptions()
                .setHttp1MaxSize(config.perEndpoint())
                .setMaxWaitQueueSize(MOST_WAITING));
  }

  /** The status of the answer; fails when there is none within the time-out. */
  Future<Integer> post(EndpointGuard.Checked to, Map<String, String> headers, String body) {
    Promise<HttpClientRequest> connected = Promise.promise();
    connect(to.endpoint(), to.addresses()).onComplete(connected);
    return connected
        .future()
        .compose(request -> {
          headers.forEach(request::putHeader);
          return request.send(Buffer.buffer(body));
        })
        .map(response -> {
          readRest(response);
          return response.statusCode();
        })
        .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(failure -> {
          if (failure instanceof TimeoutException) {
            connected.future().onSuccess(HttpClientRequest::reset);
          }
        });
  }

  /** One address after the other: a name may have some that this machine cannot reach. */
  private Future<HttpClientRequest> connect(Endpoint endpoint, List<InetAddress> addresses) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setServer(
                SocketAddress.inetSocketAddress(
                    endpoint.port(), addresses.getFirst().getHostAddress()))
            .setHost(endpoint.host())
            .setPort(endpoint.port())
            .setSsl(endpoint.tls())
            .setURI(endpoint.target())
            .setFollowRedirects(false)
            .setConnectTimeout(config.connectTimeout().toMillis());
    Future<HttpClientRequest> request = client.request(options);
    return addresses.size() == 1
        ? request
        : request.recover(away -> connect(endpoint, addresses.subList(1, addresses.size())));
  }

  /** A short answer leaves its connection for the next delivery, a long one ends it. */
  private void readRest(HttpClientResponse response) {
    AtomicLong bytes = new AtomicLong();
    response.handler(part -> {
      if (bytes.addAndGet(part.length()) > config.maxAnswerBytes()) {
        response.request().reset();
      }
    });
    response
        .end()
        .timeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(endless -> response.request().reset());
  }

  Future<Void> close() {
    return client.close();
  }
}
