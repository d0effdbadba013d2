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
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Starts, finds and cancels answers. */
final class Answers {
  private final Vertx vertx;
  private final Database database;
  private final Clock clock;
  private final Questions questions;
  private final LiveAnswers live;
  private final Turns turns;
  private final AnswerTask task;
  private final Duration patience;
  private final AnswerRepository answers = new AnswerRepository();

  Answers(
      Vertx vertx,
      Database database,
      Clock clock,
      Questions questions,
      LiveAnswers live,
      Turns turns,
      AnswerTask task,
      Duration patience) {
    this.vertx = vertx;
    this.database = database;
    this.clock = clock;
    this.questions = questions;
    this.live = live;
    this.turns = turns;
    this.task = task;
    this.patience = patience;
  }

  AnswerStarted start(StartAnswer request) {
    live.reserve();
    try {
      LiveAnswer answer = new LiveAnswer(questions.store(request), clock.millis());
      answer.queued(turns.nextPosition());
      live.add(answer);
      vertx.runOnContext(ignored -> task.run(answer));
      return new AnswerStarted(answer.question().answerId());
    } finally {
      live.release();
    }
  }

  AnswerView find(FindAnswer request) {
    Optional<LiveAnswer> known = live.find(request.organizationId(), request.answerId());
    if (known.isPresent() && !known.get().hasEnded()) {
      known.get().watchers().arrive();
      known.get().watchers().leave(clock.millis());
      return known.get().view();
    }
    return stored(request.organizationId(), request.answerId());
  }

  private AnswerView stored(UUID organizationId, UUID answerId) {
    return database
        .inTenant(organizationId, tx -> answers.find(tx, answerId))
        .orElseThrow(Answers::none);
  }

  /** Replies when the answer has ended. */
  Done cancel(CancelAnswer request) {
    Optional<LiveAnswer> known = live.find(request.organizationId(), request.answerId());
    if (known.isEmpty()) {
      stored(request.organizationId(), request.answerId());
      return new Done();
    }
    LiveAnswer answer = known.get();
    answer.interrupt(Interruption.CANCELLED);
    awaitEnd(answer.whenEnded());
    return new Done();
  }

  private void awaitEnd(Future<Void> ended) {
    Promise<Void> either = Promise.promise();
    long timer = vertx.setTimer(patience.toMillis(), late -> either.tryComplete());
    ended.onComplete(end -> either.tryComplete());
    either.future().await();
    vertx.cancelTimer(timer);
  }

  static BusFailure none() {
    return new BusFailure(FailureCode.NOT_FOUND, "No such answer.");
  }
}
