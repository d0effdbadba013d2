package dev.groundwire.platform.nats;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the broker is, if there is one.
 *
 * @param url one or several of {@code nats://host:4222} or {@code tls://host:4222}, separated by
 *     commas, with {@code user:password@} where needed; absent: events flow in process
 * @param credentials file with a JWT and its seed, as {@code nsc} writes it
 * @param token for servers that ask for one
 * @param certificateAuthority PEM file of who has signed the server's certificate; absent: those of
 *     the JDK
 * @param certificate PEM file of our own certificate, for servers that verify clients
 * @param key PEM file of its private key
 * @param connectTimeout of one try; tries never end
 * @param reconnectWait between two tries, with jitter
 * @param maxBytes of the stream on disk; beyond it facts wait in the outbox
 * @param maxAge how long a fact stays in the stream for those who subscribe
 * @param duplicateWindow within which the broker itself drops a fact published again
 * @param replicas of the stream: 1 or, in a cluster of NATS servers, 3 or 5
 */
public record NatsConfig(
    @Env("NATS_URL") @Nullable String url,
    @Env("NATS_CREDENTIALS") @Nullable Path credentials,
    @Env("NATS_TOKEN") @Nullable String token,
    @Env("NATS_CA") @Nullable Path certificateAuthority,
    @Env("NATS_CERTIFICATE") @Nullable Path certificate,
    @Env("NATS_KEY") @Nullable Path key,
    Duration connectTimeout,
    Duration reconnectWait,
    @Env("NATS_MAX_BYTES") long maxBytes,
    Duration maxAge,
    Duration duplicateWindow,
    @Env("NATS_REPLICAS") int replicas) {
  private static final Set<Integer> REPLICAS = Set.of(1, 3, 5);

  public NatsConfig {
    if (url != null && !Arrays.stream(url.split(",", -1)).allMatch(NatsConfig::isAddress)) {
      throw new IllegalArgumentException(
          "nats.url is not nats://host:port or tls://host:port (its value is not shown, it may"
              + " hold a password; in one, characters such as / @ # % are written as %2F %40 %23"
              + " %25)");
    }
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          "nats.certificate and nats.key belong together: one of them is missing");
    }
    Require.positive("nats.connect_timeout", connectTimeout);
    Require.positive("nats.reconnect_wait", reconnectWait);
    Require.positive("nats.max_age", maxAge);
    Require.positive("nats.duplicate_window", duplicateWindow);
    Require.atLeast("nats.max_bytes", maxBytes, 1_048_576);
    Require.that(REPLICAS.contains(replicas), "nats.replicas", "1, 3 or 5", replicas);
  }

  private static boolean isAddress(String server) {
    try {
      URI address = new URI(server);
      return address.getHost() != null
          && ("nats".equals(address.getScheme()) || "tls".equals(address.getScheme()));
    } catch (URISyntaxException unreadable) {
      return false; // the exception quotes the password
    }
  }

  /** Whether events travel by NATS at all. */
  public boolean isConfigured() {
    return url != null;
  }
}
