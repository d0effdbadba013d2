package dev.groundwire.jobs;

import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.DatabaseConfig;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One of several nodes that share a database: a jobs room with connections of its own. */
final class Node {
  private static final Supplier<UUID> IDS = Identifiers.timeOrdered();
  private static final Duration LEASE = Duration.ofMillis(900);

  final UUID id = IDS.get();
  private final Pool pool;
  private final VertxFixture vertx;
  private final String deployment;

  private Node(Pool pool, VertxFixture vertx, JobsConfig config) throws TimeoutException {
    this.pool = pool;
    this.vertx = vertx;
    this.deployment =
        vertx.deploy(
            new JobsVerticle(config, new JobsWiring(new Database(pool), IDS, new Random(1), id)));
  }

  static Node start(PostgresFixture postgres, VertxFixture vertx, JobsConfig config)
      throws TimeoutException {
    Pool own =
        ConnectionPool.open(
            vertx.vertx(),
            postgres.login().connectOptions(),
            new DatabaseConfig(null, 8, Duration.ofSeconds(5), Duration.ofSeconds(10)));
    return new Node(own, vertx, config);
  }

  static JobsConfig config(int queueBound, List<ScheduleConfig> schedules) {
    return new JobsConfig(
        100,
        4,
        queueBound,
        LEASE,
        Duration.ofMillis(100),
        Duration.ofSeconds(30),
        Duration.ofMillis(50),
        3,
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofDays(1),
        Duration.ofSeconds(2),
        schedules);
  }

  /** So that the next test finds none of this one's jobs. */
  static void forgetAll(PostgresFixture postgres) {
    for (String table : List.of("job", "lease")) {
      postgres.database().asSystem(tx -> Rows.update(tx, "DELETE FROM " + table, Tuple.tuple()));
    }
  }

  /**
   * As a process that is killed: what it has begun goes on elsewhere, but it notes nothing more.
   */
  void die() {
    pool.close().await();
  }

  void stop() throws TimeoutException {
    vertx.undeploy(deployment);
  }
}
