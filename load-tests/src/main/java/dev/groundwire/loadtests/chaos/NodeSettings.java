package dev.groundwire.loadtests.chaos;

import dev.groundwire.deadletter.DeadLetterConfig;
import dev.groundwire.inbox.InboxConfig;
import dev.groundwire.outboxrelay.OutboxRelayConfig;
import dev.groundwire.platform.config.ConfigurationReader;
import dev.groundwire.platform.nats.NatsConfig;
import dev.groundwire.platform.postgres.DatabaseConfig;
import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The rooms' configuration on a node of the suite, from {@code node.yaml}. */
record NodeSettings(
    DatabaseConfig database,
    NatsConfig nats,
    OutboxRelayConfig outboxRelay,
    InboxConfig inbox,
    DeadLetterConfig deadLetter) {

  static NodeSettings read(Map<String, String> environment) {
    return new ConfigurationReader(environment)
        .read(
            NodeSettings.class,
            Objects.requireNonNull(NodeSettings.class.getResourceAsStream("node.yaml")),
            Optional.empty());
  }

  static String url(PostgresLogin login) {
    return "postgresql://%s:%s@%s:%d/%s"
        .formatted(login.user(), login.password(), login.host(), login.port(), login.database());
  }
}
