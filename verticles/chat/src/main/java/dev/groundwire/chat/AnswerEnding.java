package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.llm.TokenUsage;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an answer: first stored, then told. A watcher that has seen the end finds the answer in the
 * database.
 */
final class AnswerEnding {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerEnding.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final Vertx vertx;
  private final ChatConfig config;
  private final Clock clock;
  private final AnswerArchive archive;

  AnswerEnding(Vertx vertx, ChatConfig config, Clock clock, AnswerArchive archive) {
    this.vertx = vertx;
    this.config = config;
    this.clock = clock;
    this.archive = archive;
  }

  void done(LiveAnswer answer, Outcome outcome) {
    AnswerState state =
        outcome.finishReason().equals(EndedAnswer.CANCELLED)
            ? AnswerState.CANCELLED
            : AnswerState.COMPLETED;
    String data =
        LogEntries.done(
            answer.question().answerId(), outcome.finishReason(), outcome.usage(), model(answer));
    LogEntry last = answer.log().next(LogEntries.DONE, data);
    end(answer, state, outcome.finishReason(), outcome.usage(), Optional.empty(), last);
  }

  void failed(LiveAnswer answer, BusFailure failure) {
    end(
        answer,
        AnswerState.FAILED,
        EndedAnswer.FAILED,
        Outcome.rough(answer),
        Optional.of(failure.getMessage()),
        error(answer, failure));
  }

  private static LogEntry error(LiveAnswer answer, BusFailure failure) {
    Question question = answer.question();
    return answer
        .log()
        .next(
            LogEntries.ERROR, LogEntries.error(failure, question.answerId(), question.requestId()));
  }

  private static String model(LiveAnswer answer) {
    return answer.model().orElse(EndedAnswer.NO_MODEL);
  }

  private void end(
      LiveAnswer answer,
      AnswerState state,
      String outcome,
      TokenUsage usage,
      Optional<String> error,
      LogEntry last) {
    EndedAnswer ended = ended(answer, state, outcome, usage, error, last);
    boolean isStored = isStored(ended, clock.millis() + config.storePatience().toMillis());
    if (isStored) {
      tell(answer, last);
      return;
    }
    // Watchers wait no longer; what they are told now is what will be stored, outage or not.
    BusFailure late = notStored();
    LogEntry sorry = error(answer, late);
    EndedAnswer failed =
        ended(
            answer,
            AnswerState.FAILED,
            EndedAnswer.FAILED,
            usage,
            Optional.of(late.getMessage()),
            sorry);
    tell(answer, sorry);
    if (!isStored(failed, Long.MAX_VALUE)) {
      LOG.atError().addKeyValue("answer", ended.id()).log("answer left to the watch for orphans");
    }
  }

  private void tell(LiveAnswer answer, LogEntry last) {
    answer.log().append(last);
    answer.end(clock.millis());
  }

  private static EndedAnswer ended(
      LiveAnswer answer,
      AnswerState state,
      String outcome,
      TokenUsage usage,
      Optional<String> error,
      LogEntry last) {
    List<LogEntry> log = new ArrayList<>(answer.log().all());
    log.add(last);
    Question question = answer.question();
    return new EndedAnswer(
        question.answerId(),
        question.tenant(),
        question.conversationId(),
        state,
        outcome,
        answer.text(),
        answer.sources(),
        answer.citations(),
        model(answer),
        usage,
        error,
        log,
        question.requestId());
  }

  private static BusFailure notStored() {
    return new BusFailure(
        FailureCode.UNAVAILABLE, "The answer could not be stored in time. Ask again.");
  }

  /** An outage of the database is waited for; anything else is given up. */
  private boolean isStored(EndedAnswer ended, long latest) {
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        boolean isNew = archive.store(ended);
        LOG.atInfo()
            .addKeyValue("answer", ended.id())
            .addKeyValue("outcome", ended.outcome())
            .addKeyValue("model", ended.model())
            .log(isNew ? "answer ended" : "answer ended after its deletion");
        return true;
      } catch (RuntimeException failure) {
        boolean mayPass = failure instanceof BusFailure known && known.code().retryable();
        if (!mayPass || clock.millis() > latest - pause) {
          LOG.atError()
              .addKeyValue("answer", ended.id())
              .setCause(failure)
              .log("answer not stored");
          return false;
        }
      }
      Promise<Void> over = Promise.promise();
      vertx.setTimer(pause, fired -> over.complete());
      over.future().await();
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }
}
