package dev.groundwire.platform.postgres.embedded;

import dev.groundwire.platform.config.Require;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the server is run.
 *
 * @param directory holds the cluster, its passwords and its lock; one JVM at a time
 * @param binaries where the server's programs are unpacked, about 60 MB a version; may be shared
 * @param durable false gives up the data at a power cut (not at a kill) for speed: tests only
 * @param maxConnections the server's limit, at least the pools of this node and a few for people
 * @param sharedBuffers MiB of the server's own cache
 * @param startWithin includes the redo after a crash
 * @param stopWithin after which the server is killed; nothing is lost, the next start takes longer
 * @param restarts how often a crashed server is started again within {@code restartWindow}
 * @param restartWindow over which restarts are counted
 */
public record EmbeddedPostgresConfig(
    Path directory,
    Path binaries,
    boolean durable,
    int maxConnections,
    int sharedBuffers,
    Duration startWithin,
    Duration stopWithin,
    int restarts,
    Duration restartWindow) {
  public EmbeddedPostgresConfig {
    Require.within("embedded_postgres.max_connections", maxConnections, 10, 1_000);
    Require.within("embedded_postgres.shared_buffers", sharedBuffers, 16, 16_384);
    Require.atLeast("embedded_postgres.start_within", startWithin, Duration.ofSeconds(1));
    Require.atLeast("embedded_postgres.stop_within", stopWithin, Duration.ofSeconds(1));
    Require.atLeast("embedded_postgres.restarts", restarts, 0);
    directory = directory.toAbsolutePath().normalize();
    binaries = binaries.toAbsolutePath().normalize();
  }

  /** What suits a laptop, with everything below one data folder. */
  public static EmbeddedPostgresConfig under(Path dataDirectory) {
    return new EmbeddedPostgresConfig(
        dataDirectory,
        dataDirectory.resolve("postgres-bin"),
        true,
        60,
        128,
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        5,
        Duration.ofMinutes(10));
  }

  /** The same with room for a pool of that size, and a few connections for people. */
  public EmbeddedPostgresConfig forPoolOf(int connections) {
    return new EmbeddedPostgresConfig(
        directory,
        binaries,
        durable,
        Math.max(maxConnections, connections + 20),
        sharedBuffers,
        startWithin,
        stopWithin,
        restarts,
        restartWindow);
  }

  /** Fast and forgetful; the programs are unpacked once for all test runs of this account. */
  public static EmbeddedPostgresConfig forTests(Path dataDirectory) {
    Path shared =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "groundwire-postgres-" + System.getProperty("user.name"));
    return new EmbeddedPostgresConfig(
        dataDirectory,
        shared,
        false,
        100,
        64,
        Duration.ofMinutes(2),
        Duration.ofSeconds(10),
        5,
        Duration.ofMinutes(10));
  }
}
