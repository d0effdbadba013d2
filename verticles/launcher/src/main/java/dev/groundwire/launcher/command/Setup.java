package dev.groundwire.launcher.command;

import dev.groundwire.launcher.AppConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every command is given.
 *
 * @param environment of the process
 * @param overlay a file with settings of its own
 */
public record Setup(
    Map<String, String> environment, Optional<Path> overlay, Terminal terminal, Clock clock) {
  private static final List<String> OUTSIDE_SERVERS =
      List.of(
          "DATABASE_URL",
          "DATABASE_URL_FILE",
          "DATABASE_DIRECT_URL",
          "DATABASE_DIRECT_URL_FILE",
          "DATABASE_POOLER",
          "DATABASE_READ_URL",
          "DATABASE_READ_URL_FILE",
          "REDIS_URL",
          "NATS_URL",
          "GROUNDWIRE_PROFILE");

  public Setup {
    environment = Map.copyOf(environment);
  }

  /** The settings of a node of this environment. */
  AppConfig config() {
    return AppConfig.load(environment, overlay);
  }

  /**
   * The key that commands show: their own, else the one that the server of this environment has.
   */
  Optional<String> apiKey(AppConfig config) {
    return Optional.ofNullable(environment.get("GROUNDWIRE_API_KEY"))
        .or(() -> Optional.ofNullable(config.gateway().auth().serviceApiKey()));
  }

  /** The environment, on ports that are free. */
  Map<String, String> onFreePorts() {
    Map<String, String> changed = new HashMap<>(environment);
    changed.put("HTTP_PORT", "0");
    changed.put("MANAGEMENT_PORT", "0");
    return changed;
  }

  /** The environment, on free ports and with nothing but this data directory. */
  Map<String, String> apart(Path dataDirectory) {
    Map<String, String> changed = onFreePorts();
    OUTSIDE_SERVERS.forEach(changed::remove);
    changed.put("DATA_DIR", dataDirectory.toAbsolutePath().toString());
    return changed;
  }
}
