package dev.groundwire.gateway;

import dev.groundwire.gateway.access.AuthConfig;
import dev.groundwire.gateway.http.Loopback;
import dev.groundwire.platform.config.Env;
import java.time.Duration;

/**
 * The public door.
 *
 * @param drainTimeout how long a stop waits for open requests and streams
 */
public record GatewayConfig(
    Http http,
    Management management,
    AuthConfig auth,
    Limits limits,
    Streams streams,
    Duration drainTimeout) {
  public GatewayConfig {
    if (!auth.enabled() && !Loopback.isLoopback(http.host())) {
      throw new IllegalArgumentException(
          "gateway.http.host (HTTP_HOST) is "
              + http.host()
              + " while AUTH_ENABLED is 0: without keys only a loopback address such as 127.0.0.1"
              + " is allowed; set AUTH_ENABLED=1 and SERVICE_API_KEY, or HTTP_HOST=127.0.0.1");
    }
    if (http.idleTimeout().compareTo(limits.answerTimeout()) <= 0) {
      throw new IllegalArgumentException(
          "gateway.http.idle_timeout is not longer than gateway.limits.answer_timeout, so waiting"
              + " clients would be cut off: "
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
      requirePort("gateway.http.port (HTTP_PORT)", port);
      require(
          maxHeaderBytes >= 1_024,
          "gateway.http.max_header_bytes",
          "at least 1024",
          maxHeaderBytes);
    }
  }

  /**
   * The port of operators.
   *
   * @param port 0 for any free one
   */
  public record Management(@Env("MANAGEMENT_HOST") String host, @Env("MANAGEMENT_PORT") int port) {
    public Management {
      requirePort("gateway.management.port (MANAGEMENT_PORT)", port);
    }
  }

  /**
   * @param maxRequestBytes of a JSON body
   * @param maxUploadBytes of one uploaded file
   * @param filesPerUpload in one multipart body
   * @param uploadsAtOnce received together; each holds up to 2 MiB in memory
   * @param streamsAtOnce event streams open together
   * @param requestTimeout for what a room is asked
   * @param answerTimeout for clients that wait for a whole answer
   * @param orphanAge parts of an upload without a document are removed after it; an upload may take
   *     half of it
   */
  public record Limits(
      @Env("MAX_REQUEST_BYTES") int maxRequestBytes,
      @Env("MAX_UPLOAD_BYTES") long maxUploadBytes,
      int filesPerUpload,
      int uploadsAtOnce,
      int streamsAtOnce,
      @Env("REQUEST_TIMEOUT_SECONDS") Duration requestTimeout,
      Duration answerTimeout,
      Duration orphanAge) {
    public Limits {
      require(
          maxRequestBytes >= 1,
          "gateway.limits.max_request_bytes (MAX_REQUEST_BYTES)",
          "at least 1",
          maxRequestBytes);
      require(
          maxUploadBytes >= 1,
          "gateway.limits.max_upload_bytes (MAX_UPLOAD_BYTES)",
          "at least 1",
          maxUploadBytes);
      require(filesPerUpload >= 1, "gateway.limits.files_per_upload", "at least 1", filesPerUpload);
      require(uploadsAtOnce >= 1, "gateway.limits.uploads_at_once", "at least 1", uploadsAtOnce);
      require(streamsAtOnce >= 1, "gateway.limits.streams_at_once", "at least 1", streamsAtOnce);
      require(
          requestTimeout.isPositive(),
          "gateway.limits.request_timeout (REQUEST_TIMEOUT_SECONDS)",
          "positive",
          requestTimeout);
      require(
          answerTimeout.isPositive(), "gateway.limits.answer_timeout", "positive", answerTimeout);
      require(orphanAge.toMinutes() >= 10, "gateway.limits.orphan_age", "at least 10m", orphanAge);
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
   */
  public record Streams(Duration heartbeat, Duration slowest, Duration poll) {
    public Streams {
      require(heartbeat.isPositive(), "gateway.streams.heartbeat", "positive", heartbeat);
      require(slowest.isPositive(), "gateway.streams.slowest", "positive", slowest);
      require(poll.toMillis() >= 50, "gateway.streams.poll", "at least 50ms", poll);
    }
  }

  private static void requirePort(String key, int port) {
    require(port >= 0 && port <= 65_535, key, "within 0..65535", port);
  }

  private static void require(boolean holds, String key, String allowed, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(key + " is not " + allowed + ": " + value);
    }
  }
}
