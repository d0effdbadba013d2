package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.FindAnswer;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.postgres.Database;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds answers, wherever they are: here, at the node that writes them, or in the database. */
final class KnownAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(KnownAnswers.class);

  /** So that what the caller waits for is longer. */
  private static final Duration OWNER_ANSWERS = Duration.ofSeconds(3);

  private final Bus bus;
  private final Database database;
  private final AnswerLoopVerticle.Desk desk;
  private final UUID node;
  private final AnswerRepository answers = new AnswerRepository();

  KnownAnswers(Bus bus, Database database, AnswerLoopVerticle.Desk desk, UUID node) {
    this.bus = bus;
    this.database = database;
    this.desk = desk;
    this.node = node;
  }

  /** For everybody. */
  AnswerView find(FindAnswer request) {
    return inMemory(request).orElseGet(() -> elsewhere(request));
  }

  /** For other nodes, which believe it to be here. */
  AnswerView findHere(FindAnswer request) {
    return inMemory(request).orElseGet(() -> stored(request.organizationId(), request.answerId()));
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
    AnswerView stored = stored(request.organizationId(), request.answerId());
    if (stored.state().isEnd()) {
      return stored;
    }
    return owner(request.organizationId(), request.answerId())
        .filter(owner -> !owner.equals(node))
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

  /** Fails as {@code NOT_FOUND} when there is none. */
  AnswerView stored(UUID organizationId, UUID answerId) {
    return database
        .inTenant(organizationId, tx -> answers.find(tx, answerId))
        .orElseThrow(Answers::none);
  }

  /** Whose it is; empty when it has ended, or is nobody's. */
  Optional<UUID> owner(UUID organizationId, UUID answerId) {
    return database.inTenant(organizationId, tx -> answers.owner(tx, answerId));
  }
}
