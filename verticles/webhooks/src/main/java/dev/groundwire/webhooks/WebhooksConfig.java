package dev.groundwire.webhooks;

import dev.groundwire.platform.config.Env;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How facts are sent to subscribers.
 *
 * @param allowPrivate whether addresses of one's own network, and plain http, may be sent to
 * @param secretKey base64 of the 32 bytes that secrets are sealed with; absent: a file of its own
 * @param certificateAuthority PEM file of who has signed the subscribers' certificates; absent: the
 *     authorities that Java trusts
 * @param retryDelays wait before each further try, with jitter; after the last one it has failed
 * @param connectTimeout of one try
 * @param timeout of one try as a whole, looking up the name included
 * @param maxAnswerBytes of a subscriber's answer; more is not read
 * @param perEndpoint requests to one subscriber at a time
 * @param slots requests at a time in all
 * @param breakerFailures failures in a row until an endpoint counts as away
 * @param breakerPause until it is tried again; doubles up to {@code breakerMost}
 * @param disableAfter unbroken failure until a webhook is disabled
 * @param rotationOverlap how long a replaced secret signs as well
 * @param waitingBound deliveries that wait for one subscriber; further ones are discarded
 * @param perOrganization webhooks at most
 * @param lease how long a delivery stays with a node that has gone silent
 * @param pollInterval longest time until a due delivery is seen
 * @param keep how long deliveries stay readable
 * @param atOnce requests of one kind served together
 */
public record WebhooksConfig(
    @Env("WEBHOOKS_ALLOW_PRIVATE") boolean allowPrivate,
    @Env("SECRET_KEY") @Nullable String secretKey,
    @Env("WEBHOOKS_CA") @Nullable Path certificateAuthority,
    List<Duration> retryDelays,
    Duration connectTimeout,
    @Env("WEBHOOKS_TIMEOUT") Duration timeout,
    int maxAnswerBytes,
    int perEndpoint,
    int slots,
    int breakerFailures,
    Duration breakerPause,
    Duration breakerMost,
    @Env("WEBHOOKS_DISABLE_AFTER") Duration disableAfter,
    Duration rotationOverlap,
    int waitingBound,
    int perOrganization,
    Duration lease,
    Duration pollInterval,
    Duration keep,
    int atOnce) {
  public WebhooksConfig {
    retryDelays = List.copyOf(retryDelays);
    if (secretKey != null && secretKey.isBlank()) {
      secretKey = null;
    }
    if (secretKey != null) {
      SecretKeys.parse(secretKey); // refused at the start, not at the first webhook
    }
    retryDelays.forEach(delay -> positive("retry_delays", delay));
    positive("connect_timeout", connectTimeout);
    positive("timeout (WEBHOOKS_TIMEOUT)", timeout);
    within("max_answer_bytes", maxAnswerBytes, 0, 16_777_216);
    within("per_endpoint", perEndpoint, 1, 1_000);
    within("slots", slots, 1, 10_000);
    within("breaker_failures", breakerFailures, 1, 10_000);
    positive("breaker_pause", breakerPause);
    positive("breaker_most", breakerMost);
    positive("disable_after (WEBHOOKS_DISABLE_AFTER)", disableAfter);
    positive("rotation_overlap", rotationOverlap);
    within("waiting_bound", waitingBound, 1, 10_000_000);
    within("per_organization", perOrganization, 1, 10_000);
    if (connectTimeout.compareTo(timeout) > 0) {
      throw new IllegalArgumentException(
          "webhooks.connect_timeout is longer than webhooks.timeout: " + connectTimeout);
    }
    if (lease.compareTo(timeout.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "webhooks.lease is shorter than twice webhooks.timeout, within which a try must end: "
              + lease);
    }
    positive("poll_interval", pollInterval);
    positive("keep", keep);
    within("at_once", atOnce, 1, 10_000);
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "webhooks." + key + " is not within " + least + ".." + most + ": " + value);
    }
  }

  private static void positive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("webhooks." + key + " is not longer than 0: " + value);
    }
  }

  /** Keeps the key out of logs. */
  @Override
  public String toString() {
    return "WebhooksConfig[allowPrivate=" + allowPrivate + ", timeout=" + timeout + "]";
  }
}
