package dev.groundwire.gateway.documents;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.ingestion.DocumentProgressed;
import dev.groundwire.gateway.http.EventStream;
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
  private final Duration poll;
  private final EventStream stream;
  private final Watched watched;
  private final ProgressLog log = new ProgressLog();
  private final LookUpPace looks = new LookUpPace();
  private boolean writing;

  /**
   * @param poll one tick of {@link LookUpPace}
   */
  ProgressWatch(
      Vertx vertx, ProgressBoard board, Duration poll, EventStream stream, Watched watched) {
    this.vertx = vertx;
    this.board = board;
    this.poll = poll;
    this.stream = stream;
    this.watched = watched;
  }

  /** Listens before it looks, so that nothing falls between. */
  void run(Tenant tenant) {
    Consumer<DocumentProgressed> listener = this::hear;
    board.watch(tenant, listener);
    stream.onClose(() -> board.leave(tenant, listener));
    stream.onTaken(ignored -> {
      writing = false;
      tell();
    });
    watched
        .lookUp(log)
        .onFailure(stream::fail)
        .onSuccess(ignored -> {
          stream.resumable();
          if (log.isTold()) {
            write(": \n\n"); // the head must reach the client at once
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
        poll.toMillis(),
        ignored -> {
          if (!stream.isClosed()) {
            tick();
          }
        });
  }

  private void tick() {
    if (!looks.isDue(log.isUnderWay())) {
      tickLater();
      return;
    }
    long found = log.found();
    watched
        .lookUp(log)
        .onFailure(stream::fail)
        .onSuccess(ignored -> {
          looks.looked(log.found() > found);
          tell();
          tickLater();
        });
  }

  private void tell() {
    if (writing || stream.isClosed()) {
      return;
    }
    if (!log.isTold()) {
      write(log.take().toString());
    } else if (watched.isFinished(log)) {
      stream.end();
    }
  }

  private void write(String events) {
    writing = true;
    stream.text(events);
    stream.item();
  }
}
