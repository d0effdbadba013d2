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

/** The configured keys, kept and compared as digests, in a time that tells nothing about them. */
public final class ApiKeys {
  public static final String DEFAULT_ORGANIZATION = "default";

  private final List<Known> known;

  public ApiKeys(AuthConfig config) {
    List<Known> keys = new ArrayList<>();
    if (config.serviceApiKey() != null) {
      keys.add(new Known(sha256(config.serviceApiKey()), DEFAULT_ORGANIZATION));
    }
    for (AuthConfig.Key key : config.keys()) {
      keys.add(new Known(HexFormat.of().parseHex(key.sha256()), key.organization()));
    }
    this.known = List.copyOf(keys);
  }

  /** The slug of the organization that key belongs to; empty for a key nobody has. */
  Optional<String> organizationOf(String key) {
    byte[] digest = sha256(key);
    Optional<String> found = Optional.empty();
    for (Known candidate : known) { // no early exit: the position of a match must not show
      if (MessageDigest.isEqual(candidate.digest, digest)) {
        found = Optional.of(candidate.organization);
      }
    }
    return found;
  }

  /** Slugs of all organizations that exist by configuration, {@code default} first. */
  public Set<String> organizations() {
    Set<String> slugs = new LinkedHashSet<>();
    slugs.add(DEFAULT_ORGANIZATION);
    known.forEach(key -> slugs.add(key.organization));
    return slugs;
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static final class Known {
    private final byte[] digest;
    private final String organization;

    Known(byte[] digest, String organization) {
      this.digest = digest;
      this.organization = organization;
    }
  }
}
