package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.AnswerStarted;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.StartAnswer;
import dev.groundwire.platform.telemetry.RequestScope;
import dev.groundwire.platform.telemetry.Trail;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** Starts answers. */
final class Answers {
  private final Clock clock;
  private final Questions questions;
  private final AnswerLoopVerticle.Desk desk;
  private final AnswerCache cache;
  private final AnswerTask task;
  private final NodeLease lease;
  private final ChatMeters meters;

  Answers(
      Clock clock,
      Questions questions,
      AnswerLoopVerticle.Desk desk,
      AnswerCache cache,
      AnswerTask task,
      NodeLease lease,
      ChatMeters meters) {
    this.clock = clock;
    this.questions = questions;
    this.desk = desk;
    this.cache = cache;
    this.task = task;
    this.lease = lease;
    this.meters = meters;
  }

  AnswerStarted start(StartAnswer request) {
    AskTime time = new AskTime();
    if (!lease.isHeld()) {
      throw LiveAnswers.cutOff();
    }
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
    LiveAnswer answer = new LiveAnswer(question, clock, time, owned(0, List.of()));
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
    return new AnswerStarted(question.answerId(), Optional.of(lease.node()));
  }

  private Ownership owned(int term, List<LogEntry> before) {
    return new Ownership(term, before, lease::isHeld, desk.logs()::grown);
  }

  /**
   * Begins an answer anew that another node has left.
   *
   * @param told what its watchers may have seen; no text
   * @return false when there is no room for it
   */
  boolean again(OrphanRepository.Orphan orphan, AskedAnswer asked, ToldLog told) {
    try {
      desk.loop().perform(desk.live()::reserve);
    } catch (BusFailure full) {
      return false;
    }
    try {
      Question question = questions.again(orphan, asked);
      LiveAnswer answer =
          new LiveAnswer(question, clock, new AskTime(), owned(orphan.term(), told.entries()));
      Turn turn =
          desk.loop()
              .call(() -> {
                desk.live().add(answer);
                answer.takenOver();
                return desk.turns().enter(answer);
              });
      Trail.of(RequestScope.of(question.requestId(), question.tenant()))
          .run(
              Objects.requireNonNull(Vertx.currentContext(), "a room's own thread"),
              () -> task.write(question, answer, turn, Optional.empty()));
      return true;
    } finally {
      desk.loop().run(desk.live()::release);
    }
  }

  static BusFailure none() {
    return new BusFailure(FailureCode.NOT_FOUND, "No such answer.");
  }

  static BusFailure unexpected() {
    return new BusFailure(
        FailureCode.INTERNAL, "Something went wrong here; the log has it under the request id.");
  }
}
