package dev.groundwire.platform.redis;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is, if there is one.
 *
 * @param url {@code redis://host:6379/0} or {@code rediss://host:6379} over TLS, with {@code
 *     user:password@} where needed; absent: nodes keep nothing for each other but the database
 * @param certificateAuthority PEM file of who has signed the server's certificate; absent: those of
 *     the JDK
 * @param connectTimeout of one try; tries never end
 * @param commandTimeout until a server that does not answer counts as away
 * @param reconnectWait between two tries, with jitter; as often a connection without other work is
 *     tried out
 * @param waiting calls that wait for the server together; more are refused
 */
public record RedisConfig(
    @Env("REDIS_URL") @Nullable String url,
    @Env("REDIS_CA") @Nullable Path certificateAuthority,
    Duration connectTimeout,
    Duration commandTimeout,
    Duration reconnectWait,
    int waiting) {
  public RedisConfig {
    if (url != null && !isAddress(url)) {
      throw new IllegalArgumentException(
          "redis.url is not redis://host:port/number or rediss://host:port/number (its value is not"
              + " shown, it may hold a password; in one, characters such as / @ # % are written as"
              + " %2F %40 %23 %25)");
    }
    Require.positive("redis.connect_timeout", connectTimeout);
    Require.positive("redis.command_timeout", commandTimeout);
    Require.positive("redis.reconnect_wait", reconnectWait);
    Require.within("redis.waiting", waiting, 1, 10_000);
  }

  private static boolean isAddress(String url) {
    try {
      URI address = new URI(url);
      String path = address.getPath();
      return address.getHost() != null
          && ("redis".equals(address.getScheme()) || "rediss".equals(address.getScheme()))
          && (path.isEmpty() || path.matches("/\\d{0,4}"));
    } catch (URISyntaxException unreadable) {
      return false; // the exception quotes the password
    }
  }

  /** Whether there is one at all. */
  public boolean isConfigured() {
    return url != null;
  }
}
