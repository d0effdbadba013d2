package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores how answers ended, through outages of the database. For virtual threads. */
final class PatientArchive {
  private static final Logger LOG = LoggerFactory.getLogger(PatientArchive.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  /** What became of an end. */
  enum Result {
    STORED,
    /** The answer was deleted, or had ended before. */
    NOT_WANTED,
    FAILED
  }

  private final Vertx vertx;
  private final Clock clock;
  private final AnswerArchive archive;

  PatientArchive(Vertx vertx, Clock clock, AnswerArchive archive) {
    this.vertx = vertx;
    this.clock = clock;
    this.archive = archive;
  }

  /**
   * An outage is waited for; anything else is given up.
   *
   * @param latest when it is given up, too
   */
  Result store(EndedAnswer ended, long latest) {
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        boolean isNew = archive.store(ended);
        LOG.atInfo()
            .addKeyValue("answer", ended.id())
            .addKeyValue("outcome", ended.outcome())
            .addKeyValue("model", ended.model())
            .log(isNew ? "answer ended" : "answer ended after its deletion");
        return isNew ? Result.STORED : Result.NOT_WANTED;
      } catch (RuntimeException failure) {
        boolean mayPass = failure instanceof BusFailure known && known.code().retryable();
        if (!mayPass || clock.millis() > latest - pause) {
          LOG.atError()
              .addKeyValue("answer", ended.id())
              .setCause(failure)
              .log("answer not stored");
          return Result.FAILED;
        }
      }
      Promise<Void> over = Promise.promise();
      vertx.setTimer(pause, fired -> over.complete());
      over.future().await();
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }
}
