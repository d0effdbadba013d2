package dev.groundwire.gateway.health;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells somebody outside at a steady pace that this node is ready, or with {@code /fail} that it is
 * not: when even that stays out, they raise the alarm that a dead node cannot. An outage of theirs
 * is logged once.
 */
public final class HealthPing {
  private static final Logger LOG = LoggerFactory.getLogger(HealthPing.class);

  private final Vertx vertx;
  private final HttpClient client;
  private final URI address;
  private final Duration interval;
  private final Duration timeout;
  private final Counter sent;
  private final Counter failed;
  private final Counter errors;
  private boolean away;

  /**
   * @param client the caller closes it
   */
  public HealthPing(
      Vertx vertx, HttpClient client, URI address, HealthConfig config, MeterRegistry meters) {
    this.vertx = vertx;
    this.client = client;
    this.address = address;
    this.interval = config.pingInterval();
    this.timeout = config.pingTimeout();
    this.sent =
        Counter.builder("healthcheck.ping").description("Pings that were sent").register(meters);
    this.failed =
        Counter.builder("healthcheck.ping.failed")
            .description("Pings that nobody took")
            .register(meters);
    this.errors =
        Counter.builder("external.request.errors")
            .tags("service", "healthcheck", "operation", "ping")
            .register(meters);
  }

  /** Goes on until the verticle ends. */
  public void begin(NodeHealth health) {
    ping(health);
    vertx.setPeriodic(interval.toMillis(), ignored -> ping(health));
  }

  private void ping(NodeHealth health) {
    if (health.isStopping()) {
      return; // or every planned restart would call somebody
    }
    sent.increment();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(target(health.readiness().ready()))
            .setFollowRedirects(true)
            .setConnectTimeout(timeout.toMillis())
            .setTimeout(timeout.toMillis());
    client
        .request(options)
        .compose(HttpClientRequest::send)
        .compose(HealthPing::taken)
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(taken -> arrived())
        .onFailure(this::lost);
  }

  private String target(boolean ready) {
    String text = address.toString();
    if (ready) {
      return text;
    }
    int end = text.indexOf('?') < 0 ? text.length() : text.indexOf('?');
    String path = text.substring(0, end);
    return (path.endsWith("/") ? path : path + "/") + "fail" + text.substring(end);
  }

  private static Future<Void> taken(HttpClientResponse response) {
    return response.statusCode() < 400
        ? response.body().mapEmpty()
        : Future.failedFuture(new RefusedPing(response.statusCode()));
  }

  private void arrived() {
    if (away) {
      away = false;
      LOG.atInfo().addKeyValue("host", address.getHost()).log("health pings arrive again");
    }
  }

  /** Only of our own failures the words: others may hold the address, which is often a secret. */
  private static String told(Throwable failure) {
    return failure instanceof RefusedPing refused
        ? "status " + refused.status
        : failure.getClass().getSimpleName();
  }

  private static final class RefusedPing extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    RefusedPing(int status) {
      super("status " + status, null, false, false);
      this.status = status;
    }
  }

  private void lost(Throwable failure) {
    failed.increment();
    errors.increment();
    if (!away) {
      away = true;
      LOG.atWarn()
          .addKeyValue("host", address.getHost())
          .addKeyValue("cause", told(failure))
          .log("health pings do not arrive: check HEALTHCHECK_PING_URL and the way to it");
    }
  }
}
