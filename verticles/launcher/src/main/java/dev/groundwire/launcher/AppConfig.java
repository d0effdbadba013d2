package dev.groundwire.launcher;

import dev.groundwire.chat.ChatConfig;
import dev.groundwire.deadletter.DeadLetterConfig;
import dev.groundwire.embedding.EmbeddingConfig;
import dev.groundwire.gateway.GatewayConfig;
import dev.groundwire.inbox.InboxConfig;
import dev.groundwire.ingestion.IngestionConfig;
import dev.groundwire.jobs.JobsConfig;
import dev.groundwire.launcher.cluster.ClusterConfig;
import dev.groundwire.llm.LlmConfig;
import dev.groundwire.outboxrelay.OutboxRelayConfig;
import dev.groundwire.platform.config.ConfigurationReader;
import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.InvalidConfiguration;
import dev.groundwire.platform.config.Require;
import dev.groundwire.platform.nats.NatsConfig;
import dev.groundwire.platform.postgres.DatabaseConfig;
import dev.groundwire.platform.redis.RedisConfig;
import dev.groundwire.platform.telemetry.LogConfig;
import dev.groundwire.platform.telemetry.TelemetryConfig;
import dev.groundwire.retrieval.Backend;
import dev.groundwire.retrieval.RetrievalConfig;
import dev.groundwire.webhooks.WebhooksConfig;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything a node can be told. The keys and their defaults are in {@code conf/groundwire.yaml}.
 *
 * @param roles rooms of this node, with the number of instances; empty: all, each once
 * @param dataDir where everything is kept
 */
public record AppConfig(
    @Env("GROUNDWIRE_PROFILE") Profile profile,
    @Env("GROUNDWIRE_ROLES") List<RoomInstances> roles,
    @Env("DATA_DIR") Path dataDir,
    StartConfig start,
    ClusterConfig cluster,
    DatabaseConfig database,
    LogConfig log,
    TelemetryConfig telemetry,
    NatsConfig nats,
    RedisConfig redis,
    GatewayConfig gateway,
    ChatConfig chat,
    LlmConfig llm,
    IngestionConfig ingestion,
    EmbeddingConfig embedding,
    RetrievalConfig retrieval,
    OutboxRelayConfig outboxRelay,
    InboxConfig inbox,
    DeadLetterConfig deadLetter,
    WebhooksConfig webhooks,
    JobsConfig jobs) {
  private static final String DEFAULTS = "/groundwire.yaml";

  /** What a node that is alone may take for its own, and one of a cluster never. */
  private static final List<String> NOTHING_OF_ITS_OWN =
      List.of("CHAT_EXCLUSIVE", "INBOX_EXCLUSIVE");

  public AppConfig {
    dataDir = dataDir.toAbsolutePath().normalize();
    roles = List.copyOf(roles);
    List<Role> rooms = roles.stream().map(RoomInstances::role).toList();
    for (Role room : rooms) {
      Require.that(
          Collections.frequency(rooms, room) == 1, "roles", "of rooms, each once", room.room());
    }
  }

  boolean has(Role role) {
    return roles.isEmpty() || roles.stream().anyMatch(each -> each.role() == role);
  }

  /** Where its passages are indexed. */
  public Backend index() {
    return retrieval.backendOr(profile.usualIndex());
  }

  /** How many instances of a room this node has, where it has it. */
  int instances(Role role) {
    return roles.stream()
        .filter(each -> each.role() == role)
        .mapToInt(RoomInstances::instances)
        .findFirst()
        .orElse(1);
  }

  /** The PEM files that are configured, by the name they are told under. */
  Map<String, Path> certificates() {
    Map<String, Path> files = new TreeMap<>();
    put(files, "nats", nats.certificate());
    put(files, "nats_ca", nats.certificateAuthority());
    put(files, "redis_ca", redis.certificateAuthority());
    put(files, "webhooks_ca", webhooks.certificateAuthority());
    put(files, "cluster", cluster.certificate());
    put(files, "cluster_ca", cluster.certificateAuthority());
    return files;
  }

  private static void put(Map<String, Path> files, String name, @Nullable Path file) {
    if (file != null) {
      files.put(name, file);
    }
  }

  /**
   * Defaults, then {@code overlay}, then the environment.
   *
   * @throws InvalidConfiguration whose message is one line: key, value, what is allowed
   */
  public static AppConfig load(Map<String, String> environment, Optional<Path> overlay) {
    AppConfig config = read(environment, overlay);
    if (config.profile().isCluster()) {
      Map<String, String> shared = new HashMap<>(environment);
      NOTHING_OF_ITS_OWN.forEach(key -> shared.put(key, "0"));
      config = read(shared, overlay);
    }
    config.profile().check(config);
    return config;
  }

  private static AppConfig read(Map<String, String> environment, Optional<Path> overlay) {
    InputStream defaults = AppConfig.class.getResourceAsStream(DEFAULTS);
    if (defaults == null) {
      throw new InvalidConfiguration("groundwire.yaml is missing in the program; build it again");
    }
    return new ConfigurationReader(environment).read(AppConfig.class, defaults, overlay);
  }
}
