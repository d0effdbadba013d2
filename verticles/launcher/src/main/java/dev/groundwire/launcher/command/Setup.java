package dev.groundwire.launcher.command;

import java.net.URI;
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
          "DATABASE_READ_URL",
          "DATABASE_READ_URL_FILE",
          "REDIS_URL",
          "NATS_URL",
          "GROUNDWIRE_PROFILE");

  public Setup {
    environment = Map.copyOf(environment);
  }

  /** Where a server of this environment listens. */
  URI configuredUrl() {
    String host = environment.getOrDefault("HTTP_HOST", "127.0.0.1");
    String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    String port = environment.getOrDefault("HTTP_PORT", "8080");
    if (!port.matches("\\d{1,5}")) {
      throw new UserFailure("HTTP_PORT is not a port number: " + port + "; use 0..65535");
    }
    String literal = reachable.contains(":") ? "[" + reachable + "]" : reachable;
    return URI.create("http://" + literal + ":" + port + "/");
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
