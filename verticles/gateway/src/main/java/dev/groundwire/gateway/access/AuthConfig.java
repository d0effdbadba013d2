package dev.groundwire.gateway.access;

import dev.groundwire.platform.config.Env;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask.
 *
 * @param enabled false: everybody who reaches the loopback port acts for organization {@code
 *     default}
 * @param serviceApiKey a key for organization {@code default}
 * @param keys further keys, each for its organization
 */
public record AuthConfig(
    @Env("AUTH_ENABLED") boolean enabled,
    @Env("SERVICE_API_KEY") @Nullable String serviceApiKey,
    List<Key> keys) {
  private static final int SHORTEST_KEY = 16;

  public AuthConfig {
    keys = List.copyOf(keys);
    if (serviceApiKey != null && serviceApiKey.length() < SHORTEST_KEY) {
      throw new IllegalArgumentException(
          "gateway.auth.service_api_key is shorter than "
              + SHORTEST_KEY
              + " characters; take a longer one, for example from: openssl rand -hex 32");
    }
    if (enabled && serviceApiKey == null && keys.isEmpty()) {
      throw new IllegalArgumentException(
          "AUTH_ENABLED is 1 but there is no key: set SERVICE_API_KEY or gateway.auth.keys");
    }
  }

  /** Keeps the key out of logs. */
  @Override
  public String toString() {
    return "AuthConfig[enabled=" + enabled + ", keys=" + keys.size() + "]";
  }

  /**
   * @param sha256 of the key, hexadecimal: the key itself is in no file
   * @param organization slug
   */
  public record Key(String sha256, String organization) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public Key {
      if (!DIGEST.matcher(sha256).matches()) {
        throw new IllegalArgumentException(
            "gateway.auth.keys.sha256 is not 64 hexadecimal digits in lower case, as printed by:"
                + " echo -n KEY | sha256sum");
      }
      if (!SLUG.matcher(organization).matches()) {
        throw new IllegalArgumentException(
            "gateway.auth.keys.organization is not of a-z, 0-9 and -: " + organization);
      }
    }
  }
}
