package dev.groundwire.gateway;

import dev.groundwire.gateway.access.AuthConfig;
import dev.groundwire.gateway.health.HealthConfig;
import dev.groundwire.gateway.http.Loopback;
import dev.groundwire.gateway.idempotency.IdempotencyConfig;
import dev.groundwire.gateway.limits.RateLimit;
import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import dev.groundwire.platform.shared.SharedConfig;
import java.time.Duration;
import java.util.List;

/**
 * The public door.
 *
 * @param shared what of keys and limits is kept in this process
 * @param rateLimits how often callers may ask; none: as often as they like
 * @param stopNotice how long a node that was told to stop still takes everything, while {@code
 *     /health/ready} says no, so that whoever spreads requests over nodes can look elsewhere first
 * @param drainTimeout how long a stop waits for open requests and streams
 */
public record GatewayConfig(
    Http http,
    Management management,
    AuthConfig auth,
    Limits limits,
    Streams streams,
    SharedConfig shared,
    IdempotencyConfig idempotency,
    @Env("RATE_LIMITS") List<RateLimit> rateLimits,
    HealthConfig health,
    @Env("STOP_NOTICE_SECONDS") Duration stopNotice,
    Duration drainTimeout) {
  public GatewayConfig {
    rateLimits = RateLimit.checked(rateLimits);
    idempotency = idempotency.outlasting(limits.requestTimeout());
    Require.within("gateway.stop_notice", stopNotice, Duration.ZERO, Duration.ofMinutes(1));
    if (!auth.enabled() && !Loopback.isLoopback(http.host())) {
      throw new IllegalArgumentException(
          "gateway.http.host is "
              + http.host()
              + " while AUTH_ENABLED is 0: without keys only a loopback address such as 127.0.0.1"
              + " is allowed; set AUTH_ENABLED=1 and SERVICE_API_KEY, or HTTP_HOST=127.0.0.1");
    }
    Require.that(
        management.port() == 0
            || management.port() != http.port()
            || !management.host().equals(http.host()),
        "gateway.management.port",
        "another port than gateway.http.port",
        management.port());
    if (http.idleTimeout().compareTo(limits.answerTimeout()) <= 0) {
      throw new IllegalArgumentException(
          "gateway.http.idle_timeout is not longer than gateway.limits.answer_timeout, so waiting"
              + " clients would be cut off: "
              + http.idleTimeout());
    }
    if (http.idleTimeout().compareTo(limits.completionStart()) <= 0) {
      throw new IllegalArgumentException(
          "gateway.http.idle_timeout is not longer than gateway.limits.completion_start, so clients"
              + " that wait for their turn would be cut off: "
              + http.idleTimeout());
    }
    if (streams.heartbeat().multipliedBy(2).compareTo(http.idleTimeout()) > 0) {
      throw new IllegalArgumentException(
          "gateway.streams.heartbeat is longer than half of gateway.http.idle_timeout: "
              + streams.heartbeat());
    }
  }

  /**
   * The public port.
   *
   * @param port 0 for any free one
   * @param maxHeaderBytes of the request line and of all headers; beyond it 414 or 431
   * @param idleTimeout a connection on which nothing moves for so long is closed
   */
  public record Http(
      @Env("HTTP_HOST") String host,
      @Env("HTTP_PORT") int port,
      int maxHeaderBytes,
      Duration idleTimeout) {
    public Http {
      Require.within("gateway.http.port", port, 0, 65_535);
      Require.atLeast("gateway.http.max_header_bytes", maxHeaderBytes, 1_024);
    }
  }

  /**
   * The port of operators.
   *
   * @param port 0 for any free one
   */
  public record Management(@Env("MANAGEMENT_HOST") String host, @Env("MANAGEMENT_PORT") int port) {
    public Management {
      Require.within("gateway.management.port", port, 0, 65_535);
    }
  }

  /**
   * @param maxRequestBytes of a JSON body
   * @param maxCompletionBytes of the JSON body of a request of the OpenAI-compatible API
   * @param maxUploadBytes of one uploaded file
   * @param filesPerUpload in one multipart body
   * @param uploadsAtOnce received together; each holds up to 2 MiB in memory
   * @param streamsAtOnce event streams and chat completions open together
   * @param requestTimeout for what a room is asked
   * @param answerTimeout for clients that wait for a whole answer
   * @param completionStart how long a chat completion may wait for its turn at a provider
   * @param orphanAge parts of an upload without a document are removed after it; an upload may take
   *     half of it
   */
  public record Limits(
      @Env("MAX_REQUEST_BYTES") int maxRequestBytes,
      @Env("MAX_COMPLETION_BYTES") int maxCompletionBytes,
      @Env("MAX_UPLOAD_BYTES") long maxUploadBytes,
      int filesPerUpload,
      int uploadsAtOnce,
      int streamsAtOnce,
      @Env("REQUEST_TIMEOUT_SECONDS") Duration requestTimeout,
      Duration answerTimeout,
      Duration completionStart,
      Duration orphanAge) {
    public Limits {
      Require.atLeast("gateway.limits.max_request_bytes", maxRequestBytes, 1);
      Require.atLeast("gateway.limits.max_completion_bytes", maxCompletionBytes, 1);
      Require.atLeast("gateway.limits.max_upload_bytes", maxUploadBytes, 1);
      Require.atLeast("gateway.limits.files_per_upload", filesPerUpload, 1);
      Require.atLeast("gateway.limits.uploads_at_once", uploadsAtOnce, 1);
      Require.atLeast("gateway.limits.streams_at_once", streamsAtOnce, 1);
      Require.positive("gateway.limits.request_timeout", requestTimeout);
      Require.positive("gateway.limits.answer_timeout", answerTimeout);
      Require.positive("gateway.limits.completion_start", completionStart);
      Require.atLeast("gateway.limits.orphan_age", orphanAge, Duration.ofMinutes(10));
    }

    /** A slower upload could lose its first parts to the sweep while it still runs. */
    Duration longestUpload() {
      return orphanAge.dividedBy(2);
    }
  }

  /**
   * @param heartbeat a comment is sent when there was nothing else for so long
   * @param slowest a watcher that takes nothing for so long is dropped
   * @param poll first time after which progress is looked up when no hint tells of it; up to
   *     tenfold while look-ups find nothing new
   * @param takeover how long an answer whose node is gone is looked for at others, before its
   *     stream is cut
   */
  public record Streams(Duration heartbeat, Duration slowest, Duration poll, Duration takeover) {
    public Streams {
      Require.positive("gateway.streams.heartbeat", heartbeat);
      Require.positive("gateway.streams.slowest", slowest);
      Require.atLeast("gateway.streams.poll", poll, Duration.ofMillis(50));
      Require.positive("gateway.streams.takeover", takeover);
    }
  }
}
