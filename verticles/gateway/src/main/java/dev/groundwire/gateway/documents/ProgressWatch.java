package dev.groundwire.gateway.documents;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.ingestion.DocumentProgressed;
import dev.groundwire.gateway.http.EventStream;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One watcher: hints make it quick, looking up makes it sure. One write at a time, and while one is
 * under way the log keeps only the newest state of each document.
 */
final class ProgressWatch {
  private final Vertx vertx;
  private final ProgressBoard board;
  private final Pace pace;
  private final EventStream stream;
  private final Watched watched;
  private final ProgressLog log = new ProgressLog();
  private final LookUpPace looks = new LookUpPace();
  private boolean writing;
  private Duration quiet = Duration.ZERO;

  ProgressWatch(Vertx vertx, ProgressBoard board, Pace pace, EventStream stream, Watched watched) {
    this.vertx = vertx;
    this.board = board;
    this.pace = pace;
    this.stream = stream;
    this.watched = watched;
  }

  /** Listens before it looks, so that nothing falls between. */
  void run(Tenant tenant) {
    Consumer<DocumentProgressed> listener = this::hear;
    board.watch(tenant, listener);
    stream.onClose(() -> board.leave(tenant, listener));
    watched
        .lookUp(log)
        .onFailure(stream::fail)
        .onSuccess(ignored -> {
          if (log.isTold()) {
            write(new StringBuilder(": \n\n")); // the head must reach the client at once
          }
          tell();
          tickLater();
        });
  }

  private void hear(DocumentProgressed hint) {
    // Before the first look-up a hint only fills the log: an unknown document must become a 404.
    if (watched.concerns(hint)) {
      log.hinted(ProgressEvent.of(hint));
      looks.hinted();
      if (stream.hasBegun()) {
        tell();
      }
    }
  }

  private void tickLater() {
    vertx.setTimer(
        pace.poll().toMillis(),
        ignored -> {
          if (!stream.isClosed()) {
            tick();
          }
        });
  }

  private void tick() {
    quiet = quiet.plus(pace.poll());
    if (!looks.isDue(log.isUnderWay())) {
      beat();
      return;
    }
    long found = log.found();
    watched
        .lookUp(log)
        .onFailure(stream::fail)
        .onSuccess(ignored -> {
          looks.looked(log.found() > found);
          tell();
          beat();
        });
  }

  private void beat() {
    if (quiet.compareTo(pace.heartbeat()) >= 0 && !writing) {
      write(new StringBuilder(": \n\n"));
    }
    tickLater();
  }

  private void tell() {
    if (writing || stream.isClosed()) {
      return;
    }
    if (!log.isTold()) {
      write(log.take());
    } else if (watched.isFinished(log)) {
      stream.end();
    }
  }

  private void write(StringBuilder events) {
    writing = true;
    quiet = Duration.ZERO;
    Future<Void> taken = stream.write(events);
    taken.onComplete(ignored -> {
      writing = false;
      tell();
    });
  }

  /**
   * @param poll one tick of {@link LookUpPace}
   * @param heartbeat at least one write in so long
   */
  record Pace(Duration poll, Duration heartbeat) {}
}
