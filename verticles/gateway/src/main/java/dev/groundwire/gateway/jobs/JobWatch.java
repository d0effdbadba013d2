package dev.groundwire.gateway.jobs;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.jobs.JobFound;
import dev.groundwire.bus.jobs.JobView;
import dev.groundwire.gateway.http.EventStream;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * One watcher: hints make it quick, looking up makes it sure. A client that takes its time gets the
 * newest state, not each one: nothing is looked up while a write is under way.
 */
final class JobWatch {
  /** Many steps end within it. */
  private static final long PAUSE_MILLIS = 100;

  private final Vertx vertx;
  private final JobBoard board;
  private final EventStream stream;
  private final Supplier<Future<JobFound>> job;
  private final Duration poll;
  private String told = "";
  private boolean looking;
  private boolean writing;
  private boolean again;

  JobWatch(
      Vertx vertx,
      JobBoard board,
      EventStream stream,
      Supplier<Future<JobFound>> job,
      Duration poll) {
    this.vertx = vertx;
    this.board = board;
    this.stream = stream;
    this.job = job;
    this.poll = poll;
  }

  /** Listens before it looks, so that nothing falls between. */
  void run(UUID id) {
    Runnable listener = this::look;
    board.watch(id, listener);
    long timer = vertx.setPeriodic(poll.toMillis(), ignored -> look());
    stream.onClose(() -> {
      board.leave(id, listener);
      vertx.cancelTimer(timer);
    });
    stream.onTaken(ignored -> {
      writing = false;
      lookAgain();
    });
    look();
  }

  private void look() {
    if (looking || writing) {
      again = true;
      return;
    }
    if (!stream.isClosed()) {
      looking = true;
      again = false;
      job.get().onSuccess(found -> tell(found.job())).onFailure(stream::fail);
    }
  }

  private void tell(JobView now) {
    stream.resumable();
    String text = RecordJson.write(JobBody.of(now));
    if (!text.equals(told)) {
      told = text;
      writing = true;
      stream.event("progress", text);
      stream.item();
    }
    if (now.state().isEnd()) {
      stream.end();
      return;
    }
    vertx.setTimer(
        PAUSE_MILLIS,
        ignored -> {
          looking = false;
          lookAgain();
        });
  }

  private void lookAgain() {
    if (again) {
      look();
    }
  }
}
