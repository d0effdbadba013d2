package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Done;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.AnswerTaken;
import dev.groundwire.bus.chat.CancelAnswer;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels answers, wherever they are: here, or at the node that writes them. From one that cannot
 * be reached the answer is taken away, under the next term, and ended here: nothing of what that
 * node still does with it counts. For virtual threads.
 */
final class Cancellations {
  private static final Logger LOG = LoggerFactory.getLogger(Cancellations.class);

  /** An owner that lives takes much less: it only stores the end. */
  private static final Duration OWNER_ANSWERS = Duration.ofSeconds(3);

  /** What is cancelled is known to end, and its client is not kept for a slow database. */
  private static final Duration END_STORED = Duration.ofSeconds(2);

  /** Less than the public door waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long LOOK_AGAIN_MILLIS = 100;

  private final Vertx vertx;
  private final Bus bus;
  private final KnownAnswers known;
  private final AnswerLoopVerticle.Desk desk;
  private final OrphanedAnswers orphans;
  private final ChatMeters meters;

  Cancellations(
      Vertx vertx,
      Bus bus,
      KnownAnswers known,
      AnswerLoopVerticle.Desk desk,
      OrphanedAnswers orphans,
      ChatMeters meters) {
    this.vertx = vertx;
    this.bus = bus;
    this.known = known;
    this.desk = desk;
    this.orphans = orphans;
    this.meters = meters;
  }

  /** Replies when the answer has ended, or surely will. */
  Done cancel(CancelAnswer request) {
    long latest = System.nanoTime() + PATIENCE.toNanos();
    while (!isOver(request)) {
      if (System.nanoTime() - latest > 0) {
        throw notHere();
      }
      vertx.timer(LOOK_AGAIN_MILLIS).await();
    }
    return new Done();
  }

  /** For other nodes, which believe it to be here. */
  Done cancelHere(CancelAnswer request) {
    if (!isCancelledHere(request) && !hasEnded(request)) {
      throw notHere();
    }
    return new Done();
  }

  private static BusFailure notHere() {
    return new BusFailure(
        FailureCode.UNAVAILABLE,
        "Another server is about to go on with this answer; cancel it again.",
        Duration.ofSeconds(1));
  }

  /** False when it is changing hands at this moment. */
  private boolean isOver(CancelAnswer request) {
    if (isCancelledHere(request) || hasEnded(request)) {
      return true;
    }
    Optional<UUID> owner = known.owner(request.organizationId(), request.answerId());
    return isCancelledBy(owner, request) || isEndedInsteadOf(owner, request);
  }

  private boolean hasEnded(CancelAnswer request) {
    return known.stored(request.organizationId(), request.answerId()).state().isEnd();
  }

  private boolean isCancelledBy(Optional<UUID> owner, CancelAnswer request) {
    if (owner.isEmpty() || owner.get().equals(orphans.node())) {
      return false; // nobody writes it: it is not in memory here
    }
    try {
      bus.request(ChatBus.CANCEL_ANSWER.on(owner.get()), request, OWNER_ANSWERS).await();
      return true;
    } catch (BusFailure failure) {
      if (failure.code() != FailureCode.UNAVAILABLE && failure.code() != FailureCode.TIMEOUT) {
        throw failure;
      }
      LOG.atInfo()
          .addKeyValue("answer", request.answerId())
          .addKeyValue("owner", owner.get())
          .addKeyValue("reason", failure.getMessage())
          .log("owner of an answer to cancel not reached");
      return false;
    }
  }

  private boolean isEndedInsteadOf(Optional<UUID> owner, CancelAnswer request) {
    Optional<OrphanRepository.Orphan> claimed =
        orphans.claimFrom(owner, request.organizationId(), request.answerId());
    claimed.ifPresent(orphan -> {
      ToldLog told = desk.logs().toldBefore(orphan.id(), orphan.term()).orElse(ToldLog.NOTHING);
      orphans.endCancelled(orphan, told);
      meters.takenOver(ChatMeters.TakenOver.CANCELLED);
      bus.hint(ChatBus.ANSWER_TAKEN, new AnswerTaken(orphan.id(), orphans.node()));
    });
    return claimed.isPresent();
  }

  /** False when it is not in this memory, or another node goes on with it. */
  private boolean isCancelledHere(CancelAnswer request) {
    Promise<Boolean> ended = Promise.promise();
    if (!desk.loop().call(() -> interrupt(request, ended))) {
      return false;
    }
    long timer = vertx.setTimer(END_STORED.toMillis(), late -> ended.tryComplete(true));
    Future<Boolean> end = ended.future();
    boolean isOver = end.await();
    vertx.cancelTimer(timer);
    return isOver;
  }

  private boolean interrupt(CancelAnswer request, Promise<Boolean> ended) {
    Optional<LiveAnswer> live = desk.live().find(request.organizationId(), request.answerId());
    live.ifPresent(answer -> {
      answer.interrupt(Interruption.CANCELLED);
      answer.whenEnded().onComplete(end -> ended.tryComplete(answer.hasEnded()));
    });
    return live.isPresent();
  }
}
