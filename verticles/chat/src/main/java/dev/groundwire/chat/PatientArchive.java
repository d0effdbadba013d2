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
  sealed interface Result {
    record Stored() implements Result {}

    /** The answer was deleted, or had ended before. */
    record NotWanted() implements Result {}

    /** Another node has taken it over. */
    record Taken() implements Result {}

    record Failed(RuntimeException why) implements Result {}
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
   * An outage is waited for; anything else is given up. Who gives up says so in the log.
   *
   * @param latest when it is given up, too
   */
  Result store(EndedAnswer ended, long latest) {
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        AnswerArchive.Outcome outcome = archive.store(ended);
        LOG.atInfo()
            .addKeyValue("answer", ended.id())
            .addKeyValue("outcome", ended.outcome())
            .addKeyValue("model", ended.model())
            .log(outcome.text());
        return result(outcome);
      } catch (RuntimeException failure) {
        boolean mayPass = failure instanceof BusFailure known && known.code().retryable();
        if (!mayPass || clock.millis() > latest - pause) {
          return new Result.Failed(failure);
        }
        LOG.atWarn()
            .addKeyValue("answer", ended.id())
            .addKeyValue("reason", failure.getMessage())
            .addKeyValue("again_millis", pause)
            .log("answer not stored yet");
      }
      Promise<Void> over = Promise.promise();
      vertx.setTimer(pause, fired -> over.complete());
      over.future().await();
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  private static Result result(AnswerArchive.Outcome outcome) {
    return switch (outcome) {
      case STORED -> new Result.Stored();
      case NOT_WANTED -> new Result.NotWanted();
      case TAKEN -> new Result.Taken();
    };
  }
}
