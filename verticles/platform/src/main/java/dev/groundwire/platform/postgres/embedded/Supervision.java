package dev.groundwire.platform.postgres.embedded;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the server again when it, or its watchdog, dies while this JVM lives. */
final class Supervision {
  private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);

  /** The server is not our child, so nothing signals its death: look, 20 microseconds each time. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  /** Every ten seconds. */
  private static final int LOOKS_A_LOG = 100;

  private final ServerStart server;
  private final ServerProcesses processes;
  private final RestartBudget budget;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CompletableFuture<Void> givenUp = new CompletableFuture<>();
  private final Thread thread;
  private volatile Watchdog watchdog;

  Supervision(
      ServerStart server, ServerProcesses processes, RestartBudget budget, Watchdog watchdog) {
    this.server = server;
    this.processes = processes;
    this.budget = budget;
    this.watchdog = watchdog;
    this.thread = Thread.ofPlatform().daemon().name("postgres-supervisor").unstarted(this::watch);
  }

  void begin() {
    thread.start();
  }

  boolean up() {
    return healthy() && !givenUp.isDone();
  }

  long postmaster() {
    return watchdog.postmaster();
  }

  CompletableFuture<Void> givenUp() {
    return givenUp;
  }

  /** Afterwards nothing restarts the server; gives the watchdog that is to stop it. */
  Watchdog end(Duration deadline) {
    closing.countDown();
    try {
      if (!thread.join(deadline)) {
        LOG.atWarn().log("postgres restart cut short by the end");
        thread.interrupt();
        thread.join(deadline);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return watchdog;
  }

  private void watch() {
    for (long looks = 1; !closedWithin(BETWEEN_LOOKS); looks++) {
      if (!healthy() && !restart()) {
        return;
      }
      if (looks % LOOKS_A_LOG == 0) {
        server.keepLogShort();
      }
    }
  }

  private boolean healthy() {
    Watchdog current = watchdog;
    return current.alive() && processes.serves(current.postmaster());
  }

  /** False when there is nothing more to do for this supervision. */
  private boolean restart() {
    Watchdog dead = watchdog;
    LOG.atError()
        .addKeyValue("pid", dead.postmaster())
        .addKeyValue("watchdog", dead.alive() ? "alive" : "dead")
        .log("postgres died");
    dead.abandon();
    for (Optional<Duration> pause = budget.spend(); pause.isPresent(); pause = budget.spend()) {
      if (closedWithin(pause.get())) {
        return false;
      }
      try {
        watchdog = server.again();
        return true;
      } catch (RuntimeException failed) {
        LOG.atError().setCause(failed).log("postgres restart failed");
      }
    }
    LOG.atError().log("postgres given up, restart budget spent");
    givenUp.completeExceptionally(
        new EmbeddedPostgresException(
            "The embedded PostgreSQL died too often to be restarted once more: see its log."));
    return false;
  }

  private boolean closedWithin(Duration time) {
    try {
      return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
