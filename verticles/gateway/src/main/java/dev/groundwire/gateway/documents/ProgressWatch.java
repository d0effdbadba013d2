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
          lookAgain();
        });
  }

  private void hear(DocumentProgressed hint) {
    // Before the first look-up a hint only fills the log: an unknown document must become a 404.
    if (watched.concerns(hint)) {
      log.hinted(ProgressEvent.of(hint));
      if (stream.hasBegun()) {
        tell();
      }
    }
  }

  private void lookAgain() {
    vertx.setTimer(
        pace.poll().toMillis(),
        ignored -> {
          if (!stream.isClosed()) {
            watched.lookUp(log).onFailure(stream::fail).onSuccess(done -> continueAfterLook());
          }
        });
  }

  private void continueAfterLook() {
    quiet = quiet.plus(pace.poll());
    tell();
    if (quiet.compareTo(pace.heartbeat()) >= 0 && !writing) {
      write(new StringBuilder(": \n\n"));
    }
    lookAgain();
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
   * @param poll between two look-ups
   * @param heartbeat at least one write in so long
   */
  record Pace(Duration poll, Duration heartbeat) {}
}
