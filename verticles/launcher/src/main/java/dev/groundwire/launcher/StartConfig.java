package dev.groundwire.launcher;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.time.Duration;

/**
 * How a node begins.
 *
 * @param patience how long it waits in all for a dependency that it cannot begin without
 */
public record StartConfig(@Env("START_PATIENCE_SECONDS") Duration patience) {
  public StartConfig {
    Require.within("start.patience", patience, Duration.ZERO, Duration.ofHours(1));
  }
}
