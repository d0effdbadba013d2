package dev.groundwire.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The configured keys, kept and compared as digests, in a time that tells nothing about them. */
public final class ApiKeys {
  public static final String DEFAULT_ORGANIZATION = "default";

  private static final String SERVICE = "service";

  private final List<Known> known;

  public ApiKeys(AuthConfig config) {
    List<Known> keys = new ArrayList<>();
    if (config.serviceApiKey() != null) {
      keys.add(new Known(sha256(config.serviceApiKey()), new Owner(DEFAULT_ORGANIZATION, SERVICE)));
    }
    for (AuthConfig.Key key : config.keys()) {
      Owner owner = new Owner(key.organization(), "key-" + key.sha256().substring(0, 8));
      keys.add(new Known(HexFormat.of().parseHex(key.sha256()), owner));
    }
    this.known = List.copyOf(keys);
  }

  /** Who has that key; empty for one that nobody has. */
  Optional<Owner> ownerOf(String key) {
    byte[] digest = sha256(key);
    Optional<Owner> found = Optional.empty();
    for (Known candidate : known) { // no early exit: the position of a match must not show
      if (MessageDigest.isEqual(candidate.digest, digest)) {
        found = Optional.of(candidate.owner);
      }
    }
    return found;
  }

  /** Slugs of all organizations that exist by configuration, {@code default} first. */
  public Set<String> organizations() {
    Set<String> slugs = new LinkedHashSet<>();
    slugs.add(DEFAULT_ORGANIZATION);
    known.forEach(key -> slugs.add(key.owner.organization));
    return slugs;
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /**
   * @param organization its slug
   * @param keyName tells one key from another in logs; null where nobody showed one
   */
  record Owner(String organization, @Nullable String keyName) {
    static final Owner ANYBODY = new Owner(DEFAULT_ORGANIZATION, null);

    /** Whether it is who looks after the whole node. */
    boolean isOperator() {
      return keyName == null || keyName.equals(SERVICE);
    }
  }

  private static final class Known {
    private final byte[] digest;
    private final Owner owner;

    Known(byte[] digest, Owner owner) {
      this.digest = digest;
      this.owner = owner;
    }
  }
}
