package dev.groundwire.launcher;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.groundwire.platform.config.InvalidConfiguration;
import dev.groundwire.retrieval.Backend;
import java.util.Locale;

/** What one process brings with it. */
public enum Profile {
  /** Everything: database, index, model and event transport within one process tree. */
  EMBEDDED,

  /** One of several nodes on one database, found by each other and on one bus. */
  CLUSTER;

  @JsonCreator
  static Profile of(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "embedded" -> EMBEDDED;
      case "cluster" -> CLUSTER;
      default -> throw new IllegalArgumentException("profile is not embedded or cluster: " + text);
    };
  }

  boolean isCluster() {
    return this == CLUSTER;
  }

  /** Where passages are indexed when the configuration does not say. */
  Backend usualIndex() {
    return isCluster() ? Backend.PGVECTOR : Backend.LUCENE;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What a profile asks of the other keys.
   *
   * @throws InvalidConfiguration whose message is one line
   */
  void check(AppConfig config) {
    if (!isCluster()) {
      refuse(
          !config.roles().isEmpty(),
          "GROUNDWIRE_ROLES has no meaning with GROUNDWIRE_PROFILE=embedded, which has every room:"
              + " remove it, or set GROUNDWIRE_PROFILE=cluster");
      return;
    }
    refuse(
        config.database().url() == null,
        "DATABASE_URL has no value and GROUNDWIRE_PROFILE is cluster: set it to the PostgreSQL"
            + " (with pgvector) that all nodes share");
    refuse(
        config.webhooks().secretKey() == null,
        "SECRET_KEY has no value and GROUNDWIRE_PROFILE is cluster: set it to base64 of 32 bytes,"
            + " the same for all nodes (openssl rand -base64 32)");
    refuse(
        "lucene".equalsIgnoreCase(config.retrieval().backend()),
        "RETRIEVAL_BACKEND is lucene and GROUNDWIRE_PROFILE is cluster, whose nodes have one index in"
            + " the database: remove it, or set RETRIEVAL_BACKEND=pgvector");
    try {
      config.cluster().checkExposure();
    } catch (IllegalArgumentException open) {
      throw new InvalidConfiguration(String.valueOf(open.getMessage()));
    }
  }

  private static void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new InvalidConfiguration(message);
    }
  }
}
