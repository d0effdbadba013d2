package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.llm.TokenUsage;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an answer: first stored, then told. A watcher that has seen the end finds the answer in the
 * database.
 */
final class AnswerEnding {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerEnding.class);

  private final AnswerLoopVerticle.Desk desk;
  private final PatientArchive archive;
  private final Clock clock;
  private final Duration patience;
  private final ChatMeters meters;

  /**
   * @param patience how long watchers wait for the end to be stored, and then how long it is tried
   */
  AnswerEnding(
      AnswerLoopVerticle.Desk desk,
      PatientArchive archive,
      Clock clock,
      Duration patience,
      ChatMeters meters) {
    this.meters = meters;
    this.desk = desk;
    this.archive = archive;
    this.clock = clock;
    this.patience = patience;
  }

  /** What was written, when it has come to its own end and was stored in time. */
  Optional<WrittenAnswer> done(LiveAnswer answer, Outcome outcome) {
    WrittenAnswer written = desk.loop().call(answer::written);
    boolean isCancelled = outcome.finishReason().equals(EndedAnswer.CANCELLED);
    TokenUsage usage = outcome.usage().orElseGet(written::roughUsage);
    String data =
        EntryJson.done(answer.question().answerId(), outcome.finishReason(), usage, model(written));
    EndedAnswer ended =
        ended(
            answer,
            written,
            isCancelled ? AnswerState.CANCELLED : AnswerState.COMPLETED,
            outcome.finishReason(),
            usage,
            Optional.empty(),
            written.log().next(EntryJson.DONE, data));
    boolean isStored = end(answer, written, ended, isCancelled ? meters::cancelled : meters::done);
    return isStored && outcome.isWhole() ? Optional.of(written) : Optional.empty();
  }

  /** Its end is another node's to tell. */
  void moved(LiveAnswer answer) {
    desk.loop()
        .perform(() -> {
          desk.live().move(answer);
          desk.logs().release(answer);
        });
  }

  void failed(LiveAnswer answer, BusFailure failure) {
    WrittenAnswer written = desk.loop().call(answer::written);
    end(
        answer,
        written,
        failed(answer, written, written.roughUsage(), failure),
        took -> meters.failed(took, failure.code()));
  }

  private static EndedAnswer failed(
      LiveAnswer answer, WrittenAnswer written, TokenUsage usage, BusFailure failure) {
    Question question = answer.question();
    String data = EntryJson.error(failure, question.answerId(), question.requestId());
    return ended(
        answer,
        written,
        AnswerState.FAILED,
        EndedAnswer.FAILED,
        usage,
        Optional.of(failure.getMessage()),
        written.log().next(EntryJson.ERROR, data));
  }

  private static String model(WrittenAnswer written) {
    return written.model().orElse(EndedAnswer.NO_MODEL);
  }

  private static EndedAnswer ended(
      LiveAnswer answer,
      WrittenAnswer written,
      AnswerState state,
      String outcome,
      TokenUsage usage,
      Optional<String> error,
      LogEntry last) {
    Question question = answer.question();
    return new EndedAnswer(
        question.answerId(),
        answer.term(),
        question.tenant(),
        question.conversationId(),
        state,
        outcome,
        written.log().text(),
        written.sources(),
        written.citations(),
        model(written),
        usage,
        error,
        written.log().stored(last),
        last,
        question.requestId());
  }

  private boolean end(
      LiveAnswer answer, WrittenAnswer written, EndedAnswer ended, Consumer<Duration> count) {
    meters.used(ended.usage());
    PatientArchive.Result stored = archive.store(ended, clock.millis() + patience.toMillis());
    if (stored instanceof PatientArchive.Result.Failed) {
      meters.failed(answer.age(), FailureCode.UNAVAILABLE);
      endUnstored(answer, failed(answer, written, ended.usage(), notStored()));
      return false;
    }
    if (stored instanceof PatientArchive.Result.Taken) {
      moved(answer);
      return false;
    }
    count.accept(answer.age());
    desk.loop()
        .perform(() -> {
          answer.end(ended.last());
          settle(answer, stored);
        });
    return stored instanceof PatientArchive.Result.Stored;
  }

  /**
   * Watchers wait no longer; what they are told now is what will be stored, if the outage ends soon
   * enough. The place of an answer is not kept through a long one: others need it.
   */
  private void endUnstored(LiveAnswer answer, EndedAnswer ended) {
    desk.loop().perform(() -> answer.end(ended.last()));
    PatientArchive.Result stored = archive.store(ended, clock.millis() + patience.toMillis());
    if (stored instanceof PatientArchive.Result.Failed failed) {
      LOG.atError()
          .addKeyValue("answer", ended.id())
          .setCause(failed.why())
          .log("answer not stored, and left to the watch for orphans");
    }
    desk.loop().perform(() -> settle(answer, stored));
  }

  /** Only what is stored may be read from memory: the database has the last word. */
  private void settle(LiveAnswer answer, PatientArchive.Result stored) {
    if (stored instanceof PatientArchive.Result.Failed) {
      desk.logs().release(answer);
    } else {
      desk.logs().forget(answer);
    }
    if (stored instanceof PatientArchive.Result.Stored) {
      desk.live().settle(answer);
    } else {
      desk.live().leave(answer);
    }
  }

  private static BusFailure notStored() {
    return new BusFailure(
        FailureCode.UNAVAILABLE, "The answer could not be stored in time. Ask again.");
  }
}
