package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.platform.postgres.Database;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows now and then that this node lives, and finds out what it has lost when it did not for a
 * while. On virtual threads of one context.
 */
final class NodeWatch {
  private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);

  private final Vertx vertx;
  private final Duration heartbeat;
  private final RandomGenerator random;
  private final NodeLease lease;
  private final Database database;
  private final AnswerLoopVerticle.Desk desk;
  private final Runnable afterBeat;
  private final OrphanRepository answers = new OrphanRepository();
  private boolean stopped;

  /**
   * @param afterBeat looks for what others have left
   */
  NodeWatch(
      Vertx vertx,
      Duration heartbeat,
      RandomGenerator random,
      NodeLease lease,
      Database database,
      AnswerLoopVerticle.Desk desk,
      Runnable afterBeat) {
    this.vertx = vertx;
    this.heartbeat = heartbeat;
    this.random = random;
    this.lease = lease;
    this.database = database;
    this.desk = desk;
    this.afterBeat = afterBeat;
  }

  /** The first time at once; fails when that does. */
  void begin() {
    renew();
    beatLater();
  }

  void stop() {
    stopped = true;
  }

  private void beatLater() {
    long millis = heartbeat.toMillis();
    long spread = millis - millis / 5 + random.nextLong(2 * millis / 5 + 1);
    vertx.setTimer(Math.max(1, spread), fired -> beat());
  }

  private void beat() {
    if (stopped) {
      return;
    }
    try {
      renew();
    } catch (BusFailure outage) {
      LOG.atInfo().addKeyValue("reason", outage.getMessage()).log("lease of answers not renewed");
    } finally {
      beatLater();
    }
    afterBeat.run();
  }

  private void renew() {
    NodeLease.Renewal renewal = lease.renew();
    if (renewal.hadEnded()) {
      giveUpLost();
    }
    if (!stopped) {
      lease.hold(renewal);
    }
    if (renewal.hadEnded()) {
      desk.loop().run(desk.live()::tellAll);
    }
  }

  private void giveUpLost() {
    Set<UUID> mine = desk.loop().call(desk.live()::underWay);
    if (mine.isEmpty()) {
      return;
    }
    Set<UUID> lost = database.asSystem(tx -> answers.others(tx, mine, lease.node()));
    if (!lost.isEmpty()) {
      LOG.atWarn().addKeyValue("answers", lost.size()).log("answers lost to other nodes");
      desk.loop().perform(() -> desk.live().giveUp(lost));
    }
  }
}
