package dev.groundwire.llm.protocol;

import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.platform.telemetry.RequestScope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a provider is asked. Each has connections of its own, so that one that hangs takes none of
 * another's. HTTP/2 where an https endpoint offers it, else HTTP/1.1 with connections kept.
 */
final class Endpoint {
  /** Common limit of streams that servers allow on one HTTP/2 connection. */
  private static final int STREAMS_A_CONNECTION = 100;

  /** Paused streams must not use up what all streams of a connection share. */
  private static final int CONNECTION_WINDOW = 16 << 20;

  private final ProviderConfig provider;
  private final HttpClient client;
  private final RequestOptions options;

  /**
   * @param path behind the base URL
   * @param headers besides the usual ones; may hold the key
   * @param tls to which more may be added, such as what is trusted
   */
  Endpoint(
      Vertx vertx,
      ProviderConfig provider,
      String path,
      Map<String, String> headers,
      HttpClientOptions tls) {
    this.provider = provider;
    String base = Objects.requireNonNull(provider.baseUrl()).strip();
    boolean isSecure = base.toLowerCase(Locale.ROOT).startsWith("https:");
    int connectMillis = (int) provider.connectTimeout().toMillis();
    this.options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(base + (base.endsWith("/") ? "" : "/") + path)
            .setConnectTimeout(connectMillis)
            .putHeader("content-type", "application/json")
            .putHeader("accept", "text/event-stream")
            .putHeader("user-agent", "groundwire");
    headers.forEach(options::putHeader);
    HttpClientOptions transport =
        new HttpClientOptions(tls)
            .setConnectTimeout(connectMillis)
            .setTcpNoDelay(true)
            .setKeepAlive(true)
            .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
            .setSsl(isSecure);
    if (isSecure) {
      transport.setUseAlpn(true).setProtocolVersion(HttpVersion.HTTP_2);
    }
    int most = provider.mostAtOnce();
    // A call may come while the connection of one just cancelled is still being closed.
    this.client =
        vertx.createHttpClient(
            transport,
            new PoolOptions()
                .setHttp1MaxSize(most)
                .setHttp2MaxSize(Math.ceilDiv(most, STREAMS_A_CONNECTION))
                .setMaxWaitQueueSize(most));
  }

  ProviderConfig provider() {
    return provider;
  }

  /** For the request that the calling code serves: the provider is told its id. */
  Future<HttpClientRequest> connect() {
    Optional<String> requestId = RequestScope.currentRequestId();
    return client
        .request(options)
        .onSuccess(request -> requestId.ifPresent(id -> request.putHeader("x-request-id", id)));
  }

  /** For the log and for clients: a provider may quote its key. */
  String withoutKey(String said) {
    String key = provider.apiKey();
    return key == null || key.isBlank() ? said : said.replace(key.strip(), "***");
  }

  Future<Void> close() {
    return client.close();
  }
}
