package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Done;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.CancelAnswer;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.FindAnswer;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.postgres.Database;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and cancels answers, wherever they are: here, at the node that writes them, or in the
 * database.
 */
final class KnownAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(KnownAnswers.class);

  /** So that what the caller waits for is longer. */
  private static final Duration OWNER_ANSWERS = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final Bus bus;
  private final Database database;
  private final AnswerLoopVerticle.Desk desk;
  private final UUID node;
  private final Duration patience;
  private final AnswerRepository answers = new AnswerRepository();

  /**
   * @param patience how long a cancellation waits for the end
   */
  KnownAnswers(
      Vertx vertx,
      Bus bus,
      Database database,
      AnswerLoopVerticle.Desk desk,
      UUID node,
      Duration patience) {
    this.vertx = vertx;
    this.bus = bus;
    this.database = database;
    this.desk = desk;
    this.node = node;
    this.patience = patience;
  }

  /** For everybody. */
  AnswerView find(FindAnswer request) {
    return inMemory(request).orElseGet(() -> elsewhere(request));
  }

  /** For other nodes, which believe it to be here. */
  AnswerView findHere(FindAnswer request) {
    return inMemory(request).orElseGet(() -> stored(request));
  }

  private Optional<AnswerView> inMemory(FindAnswer request) {
    return desk.loop().call(() -> underWay(request)).map(AnswerSoFar::view);
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

  private AnswerView elsewhere(FindAnswer request) {
    AnswerView stored = stored(request);
    if (stored.state().isEnd()) {
      return stored;
    }
    return otherOwner(request.organizationId(), request.answerId())
        .flatMap(owner -> ask(owner, request))
        .orElse(stored);
  }

  private Optional<AnswerView> ask(UUID owner, FindAnswer request) {
    try {
      return Optional.of(
          bus.request(ChatBus.FIND_ANSWER.on(owner), request, OWNER_ANSWERS).await());
    } catch (BusFailure gone) {
      LOG.atInfo()
          .addKeyValue("answer", request.answerId())
          .addKeyValue("owner", owner)
          .addKeyValue("reason", gone.getMessage())
          .log("owner of an answer not reached");
      return Optional.empty();
    }
  }

  private AnswerView stored(FindAnswer request) {
    return database
        .inTenant(request.organizationId(), tx -> answers.find(tx, request.answerId()))
        .orElseThrow(Answers::none);
  }

  private Optional<UUID> otherOwner(UUID organizationId, UUID answerId) {
    return database
        .inTenant(organizationId, tx -> answers.owner(tx, answerId))
        .filter(owner -> !owner.equals(node));
  }

  /** Replies when the answer has ended, or when that takes longer than patience. */
  Done cancel(CancelAnswer request) {
    if (cancelledHere(request)) {
      return new Done();
    }
    stored(new FindAnswer(request.organizationId(), request.answerId()));
    Optional<UUID> owner = otherOwner(request.organizationId(), request.answerId());
    return owner.isPresent()
        ? bus.request(ChatBus.CANCEL_ANSWER.on(owner.get()), request, patience).await()
        : new Done();
  }

  /** For other nodes, which believe it to be here. */
  Done cancelHere(CancelAnswer request) {
    cancelledHere(request);
    return new Done();
  }

  /** False when it is not in this memory. */
  private boolean cancelledHere(CancelAnswer request) {
    Promise<Void> ended = Promise.promise();
    if (!desk.loop().call(() -> interrupt(request, ended))) {
      return false;
    }
    long timer = vertx.setTimer(patience.toMillis(), late -> ended.tryComplete());
    ended.future().await();
    vertx.cancelTimer(timer);
    return true;
  }

  private boolean interrupt(CancelAnswer request, Promise<Void> ended) {
    Optional<LiveAnswer> known = desk.live().find(request.organizationId(), request.answerId());
    known.ifPresent(answer -> {
      answer.interrupt(Interruption.CANCELLED);
      answer.whenEnded().onComplete(end -> ended.tryComplete());
    });
    return known.isPresent();
  }
}
