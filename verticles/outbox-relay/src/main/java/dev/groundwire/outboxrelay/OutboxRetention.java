package dev.groundwire.outboxrelay;

import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes partitions before they are needed and forgets what nobody needs any more. */
final class OutboxRetention {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxRetention.class);

  /** Far below what one statement's time-out allows: a backlog must not stop the pruning. */
  private static final int PRUNED_TOGETHER = 5_000;

  private static final Duration LOCK_WAIT = Duration.ofMillis(500);

  private final OutboxRelayConfig config;
  private final Database database;
  private final PartitionRepository partitions;
  private final ShardRepository shards;
  private final Clock clock;

  OutboxRetention(
      OutboxRelayConfig config,
      Database database,
      PartitionRepository partitions,
      ShardRepository shards,
      Clock clock) {
    this.config = config;
    this.database = database;
    this.partitions = partitions;
    this.shards = shards;
    this.clock = clock;
  }

  /** Each step by itself: one that fails, because of a lock for example, is done the next time. */
  void keep() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    for (int ahead = 0; ahead <= config.partitionsAhead(); ahead++) {
      LocalDate day = today.plusDays(ahead);
      attempt("outbox partition added", day.toString(), tx -> partitions.add(tx, day) ? 1 : 0);
    }
    Instant published = clock.instant().minus(config.keepPublished());
    LocalDate first = LocalDate.ofInstant(published, ZoneOffset.UTC);
    for (String partition : ended(first)) {
      attempt(
          "outbox partition dropped",
          partition,
          tx -> partitions.drop(tx, partition, published) ? 1 : 0);
    }
    prune("outbox_default", tx -> partitions.pruneDefault(tx, published, PRUNED_TOGETHER));
    Instant handled = clock.instant().minus(config.keepHandled());
    prune("inbox", tx -> partitions.pruneInbox(tx, handled, PRUNED_TOGETHER));
    prune("relay_member", shards::forgetGone);
  }

  private List<String> ended(LocalDate before) {
    return database.asSystem(tx -> partitions.endedBefore(tx, before));
  }

  private void prune(String table, ToIntFunction<SqlConnection> some) {
    int rows;
    do {
      rows = attempt("old rows forgotten", table, some);
    } while (rows >= PRUNED_TOGETHER);
  }

  private int attempt(String what, String subject, ToIntFunction<SqlConnection> step) {
    try {
      int done =
          database.asSystem(tx -> {
            partitions.waitForLocks(tx, LOCK_WAIT);
            return partitions.isAlone(tx) ? step.applyAsInt(tx) : 0;
          });
      if (done > 0) {
        LOG.atInfo().addKeyValue("table", subject).addKeyValue("count", done).log(what);
      }
      return done;
    } catch (RuntimeException failure) {
      LOG.atWarn()
          .addKeyValue("table", subject)
          .addKeyValue("step", what)
          .setCause(failure)
          .log("housekeeping step failed, again later");
      return 0;
    }
  }
}
