package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Done;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.AnswerStarted;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.CancelAnswer;
import dev.groundwire.bus.chat.FindAnswer;
import dev.groundwire.bus.chat.StartAnswer;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.telemetry.Trail;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Starts, finds and cancels answers. */
final class Answers {
  private final Vertx vertx;
  private final Database database;
  private final Clock clock;
  private final Questions questions;
  private final AnswerLoopVerticle.Desk desk;
  private final AnswerCache cache;
  private final AnswerTask task;
  private final Duration patience;
  private final ChatMeters meters;
  private final AnswerRepository answers = new AnswerRepository();

  /**
   * @param patience how long a cancellation waits for the end
   */
  Answers(
      Vertx vertx,
      Database database,
      Clock clock,
      Questions questions,
      AnswerLoopVerticle.Desk desk,
      AnswerCache cache,
      AnswerTask task,
      Duration patience,
      ChatMeters meters) {
    this.vertx = vertx;
    this.database = database;
    this.clock = clock;
    this.questions = questions;
    this.desk = desk;
    this.cache = cache;
    this.task = task;
    this.patience = patience;
    this.meters = meters;
  }

  AnswerStarted start(StartAnswer request) {
    AskTime time = new AskTime();
    try {
      desk.loop().perform(desk.live()::reserve);
      try {
        return begin(request, time);
      } finally {
        desk.loop().run(desk.live()::release);
      }
    } catch (RuntimeException refusal) {
      meters.refused(refusal);
      throw refusal;
    }
  }

  private AnswerStarted begin(StartAnswer request, AskTime time) {
    Question question = questions.store(request);
    LiveAnswer answer = new LiveAnswer(question, clock, time);
    answer.onFirstText(() -> meters.firstText(answer.age()));
    AnswerCache.Found found = cache.find(question);
    if (found.answer().isPresent()) {
      WrittenAnswer other = found.answer().get();
      desk.loop()
          .perform(() -> {
            desk.live().add(answer);
            answer.queued(OptionalInt.empty());
          });
      Trail.later(() -> task.repeat(answer, other));
    } else {
      Turn turn =
          desk.loop()
              .call(() -> {
                desk.live().add(answer);
                return desk.turns().enter(answer);
              });
      Trail.later(() -> task.write(question, answer, turn, found.key()));
    }
    return new AnswerStarted(question.answerId());
  }

  AnswerView find(FindAnswer request) {
    return desk.loop()
        .call(() -> underWay(request))
        .map(AnswerSoFar::view)
        .orElseGet(() -> stored(request.organizationId(), request.answerId()));
  }

  private Optional<AnswerSoFar> underWay(FindAnswer request) {
    return desk.live()
        .find(request.organizationId(), request.answerId())
        .filter(answer -> !answer.hasEnded())
        .map(answer -> {
          answer.watches().seen();
          return answer.soFar();
        });
  }

  private AnswerView stored(UUID organizationId, UUID answerId) {
    return database
        .inTenant(organizationId, tx -> answers.find(tx, answerId))
        .orElseThrow(Answers::none);
  }

  /** Replies when the answer has ended, or when that takes longer than patience. */
  Done cancel(CancelAnswer request) {
    Promise<Void> ended = Promise.promise();
    boolean isKnown = desk.loop().call(() -> interrupt(request, ended));
    if (!isKnown) {
      stored(request.organizationId(), request.answerId());
      return new Done();
    }
    long timer = vertx.setTimer(patience.toMillis(), late -> ended.tryComplete());
    ended.future().await();
    vertx.cancelTimer(timer);
    return new Done();
  }

  private boolean interrupt(CancelAnswer request, Promise<Void> ended) {
    Optional<LiveAnswer> known = desk.live().find(request.organizationId(), request.answerId());
    known.ifPresent(answer -> {
      answer.interrupt(Interruption.CANCELLED);
      answer.whenEnded().onComplete(end -> ended.tryComplete());
    });
    return known.isPresent();
  }

  static BusFailure none() {
    return new BusFailure(FailureCode.NOT_FOUND, "No such answer.");
  }

  static BusFailure unexpected() {
    return new BusFailure(
        FailureCode.INTERNAL, "Something went wrong here; the log has it under the request id.");
  }
}
