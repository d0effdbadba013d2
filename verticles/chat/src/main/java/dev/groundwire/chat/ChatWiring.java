package dev.groundwire.chat;

import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.redis.RedisLink;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the room needs of others, and how its parts are put together.
 *
 * @param random unpredictable: it draws the boundaries of quotes in prompts
 * @param node this node's name among those of the database; never used before
 * @param redis where nodes keep for each other what their answers have told
 */
public record ChatWiring(
    Database database,
    Outbox outbox,
    Clock clock,
    Supplier<UUID> ids,
    RandomGenerator random,
    UUID node,
    Optional<RedisLink> redis) {

  /** What answers requests. */
  record Parts(
      Answers answers,
      KnownAnswers known,
      Cancellations cancellations,
      Conversations conversations,
      RetentionSteps retention) {}

  /** What is there before the answers' loop, which needs it. */
  record Ground(
      NodeLease lease,
      StopTime stopTime,
      AnswerArchive archive,
      OrphanedAnswers orphans,
      ChatMeters meters) {}

  Ground ground(ChatConfig config, ChatMeters meters) {
    AnswerArchive archive = new AnswerArchive(database, outbox, clock, ids, node);
    return new Ground(
        new NodeLease(node, config.nodes(), database, System::nanoTime),
        new StopTime(clock, config.drainTimeout()),
        archive,
        new OrphanedAnswers(database, archive, node),
        meters);
  }

  Parts parts(
      Vertx vertx, ChatConfig config, Bus bus, Ground ground, AnswerLoopVerticle.Desk desk) {
    ChatMeters meters = ground.meters();
    AnswerCache cache = new AnswerCache(config.cache(), database, clock, meters);
    PatientSearch passages = new PatientSearch(vertx, bus, clock, random, config.searchTimeout());
    AnswerStory story =
        new AnswerStory(config, passages, clock, new Prompt(random), desk, meters.rag());
    PatientArchive patient = new PatientArchive(vertx, clock, ground.archive());
    AnswerEnding ending = new AnswerEnding(desk, patient, clock, config.storePatience(), meters);
    AnswerTask task = new AnswerTask(story, ending, cache, desk.loop(), meters.rag());
    Questions questions = new Questions(database, clock, ids, node, config.previousMessages());
    KnownAnswers known = new KnownAnswers(bus, database, desk, node);
    return new Parts(
        new Answers(clock, questions, desk, cache, task, ground.lease(), meters),
        known,
        new Cancellations(vertx, bus, known, desk, ground.orphans(), meters),
        new Conversations(database, clock, ids, desk, cache, bus),
        new RetentionSteps(database, desk, cache));
  }

  /** Looks for answers that nobody writes. */
  OrphanWatch orphanWatch(ChatConfig config, Ground ground, AnswerLoopVerticle.Desk desk) {
    return new OrphanWatch(
        ground.orphans(), desk, clock, config.storePatience(), config.nodes().exclusive());
  }

  /** Goes on with what other nodes have left. */
  Takeover takeover(
      ChatConfig config, Bus bus, Ground ground, AnswerLoopVerticle.Desk desk, Answers answers) {
    return new Takeover(
        database, ground.lease(), ground.orphans(), answers, desk, bus, ground.meters());
  }
}
