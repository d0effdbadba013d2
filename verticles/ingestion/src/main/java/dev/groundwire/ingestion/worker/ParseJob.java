package dev.groundwire.ingestion.worker;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.ingestion.parse.ParseProgress;
import dev.groundwire.ingestion.parse.ParseRefused;
import dev.groundwire.ingestion.parse.ParsedDocument;
import dev.groundwire.platform.telemetry.Trail;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One document's way through the pool: it waits, is read by a worker, and its file is deleted. */
final class ParseJob implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ParseJob.class);

  /** Until a child has started and read its request; only a machine in trouble needs that long. */
  private static final Duration START = Duration.ofSeconds(60);

  private final ParseRequest request;
  private final Consumer<ParseProgress> progress;
  private final WorkerShelf shelf;
  private final ScheduledExecutorService clock;
  private final Promise<ParsedDocument> promise = Promise.promise();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final Trail trail = Trail.current();

  ParseJob(
      ParseRequest request,
      Consumer<ParseProgress> progress,
      WorkerShelf shelf,
      ScheduledExecutorService clock) {
    this.request = request;
    this.progress = progress;
    this.shelf = shelf;
    this.clock = clock;
  }

  Future<ParsedDocument> future() {
    return promise.future();
  }

  /** Ends the wait for a worker; a job that has one by then is not touched. */
  void giveUpAfter(Duration patience) {
    ScheduledFuture<?> alarm =
        clock.schedule(
            () ->
                refuse(
                    new BusFailure(
                        FailureCode.OVERLOADED, "The document waited too long to be parsed.")),
            patience.toMillis(),
            TimeUnit.MILLISECONDS);
    promise.future().onComplete(done -> alarm.cancel(false));
  }

  /** Fails the job unless a worker has begun with it. */
  void refuse(RuntimeException why) {
    if (begun.compareAndSet(false, true)) {
      deleteFile();
      promise.fail(why);
    }
  }

  @Override
  public void run() {
    if (begun.compareAndSet(false, true)) {
      trail.within(this::read);
    }
  }

  private void read() {
    try {
      ParsedDocument document = parse();
      deleteFile();
      promise.complete(document);
    } catch (IOException | RuntimeException failure) {
      deleteFile();
      promise.fail(told(failure));
    }
  }

  /** A close takes clock and workers away under the job: no fault of the document's. */
  private RuntimeException told(Exception failure) {
    if (shelf.isClosed() && !(failure instanceof ParseRefused)) {
      return stopped();
    }
    return failure instanceof RuntimeException known
        ? known
        : new BusFailure(FailureCode.UNAVAILABLE, "No parser process can be started.");
  }

  private static BusFailure stopped() {
    return new BusFailure(FailureCode.UNAVAILABLE, "The parser is being stopped.");
  }

  /** A worker that was found dead costs the document nothing; a second one means trouble. */
  private ParsedDocument parse() throws IOException {
    Attempt first = new Attempt(shelf.take());
    try {
      return first.parse();
    } catch (IOException died) {
      if (first.accepted) {
        throw first.verdict();
      }
    }
    Attempt second = new Attempt(shelf.take());
    try {
      return second.parse();
    } catch (IOException died) {
      throw second.accepted
          ? second.verdict()
          : new BusFailure(FailureCode.UNAVAILABLE, "No parser process stays alive.");
    }
  }

  private void deleteFile() {
    try {
      Files.deleteIfExists(request.file());
    } catch (IOException left) {
      LOG.atWarn()
          .addKeyValue("file", request.file())
          .setCause(left)
          .log("document file not deleted");
    }
  }

  /** The document in the hands of one worker. */
  private final class Attempt {
    private final Worker worker;
    private final AtomicBoolean late = new AtomicBoolean();
    private boolean accepted;
    private ScheduledFuture<?> alarm;

    Attempt(Worker worker) {
      this.worker = worker;
      this.alarm = killAfter(START);
    }

    ParsedDocument parse() throws IOException {
      try {
        return worker.parse(request, this::accept, progress);
      } catch (ParseRefused refused) {
        throw refused;
      } catch (IOException | RuntimeException outOfStep) {
        shelf.lost();
        worker.kill(); // also when it lives: the rest of its answer would be taken for the next
        throw outOfStep;
      } finally {
        alarm.cancel(false);
        shelf.giveBack(worker);
      }
    }

    private void accept() {
      accepted = true;
      alarm.cancel(false);
      alarm = killAfter(request.limits().time());
    }

    private ScheduledFuture<?> killAfter(Duration time) {
      return clock.schedule(
          () -> {
            late.set(true);
            worker.kill();
          },
          time.toMillis(),
          TimeUnit.MILLISECONDS);
    }

    /** What the death of a child with the document in hand says about the document. */
    RuntimeException verdict() {
      int exit = worker.exitCode();
      LOG.atWarn()
          .addKeyValue("document", request.name())
          .addKeyValue("exit", exit)
          .addKeyValue("late", late.get())
          .log("parser process lost");
      return shelf.isClosed() ? stopped() : Obituary.of(exit, late.get(), request.limits().time());
    }
  }
}
