package dev.groundwire.chat;

import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.platform.telemetry.Trail;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@link ChatBus}. Virtual-thread, one instance: it tells the stories of answers, and has a
 * child on an event loop that keeps their logs.
 */
public final class ChatVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ChatVerticle.class);

  private final ChatConfig config;
  private final Database database;
  private final Outbox outbox;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final RandomGenerator random;
  private final UUID node;
  private final Optional<RedisLink> redis;
  private final NodeLease lease;
  private final StopTime stopTime;
  private @Nullable NodeWatch nodeWatch;
  private @Nullable Bus bus;
  private AnswerLoopVerticle.@Nullable Desk desk;
  private @Nullable ChatMeters meters;

  /**
   * @param random unpredictable: it draws the boundaries of quotes in prompts
   * @param node this node's name among those of the database; never used before
   * @param redis where nodes keep for each other what their answers have told
   */
  public ChatVerticle(
      ChatConfig config,
      Database database,
      Outbox outbox,
      Clock clock,
      Supplier<UUID> ids,
      RandomGenerator random,
      UUID node,
      Optional<RedisLink> redis) {
    this.config = config;
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
    this.ids = ids;
    this.random = random;
    this.node = node;
    this.redis = redis;
    this.lease = new NodeLease(node, config.nodes(), database, System::nanoTime);
    this.stopTime = new StopTime(clock, config.drainTimeout());
  }

  @Override
  public Future<?> start() {
    ChatMeters telling = new ChatMeters(Telemetry.of(vertx).meters());
    meters = telling;
    AnswerArchive archive = new AnswerArchive(database, outbox, clock, ids, node);
    OrphanedAnswers orphans = new OrphanedAnswers(database, archive, node);
    if (config.nodes().exclusive()) {
      orphans.endAll();
    }
    AnswerLoopVerticle answering =
        new AnswerLoopVerticle(
            config,
            clock,
            stopTime,
            archive,
            story -> Trail.current().run(context, story),
            telling,
            lease,
            redis);
    return vertx
        .deployVerticle(answering)
        .compose(deployed -> serve(archive, orphans, answering.desk(), telling));
  }

  private Future<?> serve(
      AnswerArchive archive,
      OrphanedAnswers orphans,
      AnswerLoopVerticle.Desk loopDesk,
      ChatMeters telling) {
    desk = loopDesk;
    Bus serving = new Bus(vertx);
    bus = serving;
    AnswerCache cache = new AnswerCache(config.cache(), database, clock, telling);
    PatientSearch passages =
        new PatientSearch(vertx, serving, clock, random, config.searchTimeout());
    AnswerStory story =
        new AnswerStory(config, passages, clock, new Prompt(random), loopDesk, telling.rag());
    PatientArchive patient = new PatientArchive(vertx, clock, archive);
    AnswerEnding ending =
        new AnswerEnding(loopDesk, patient, clock, config.storePatience(), telling);
    AnswerTask task = new AnswerTask(story, ending, cache, loopDesk.loop(), telling.rag());
    Questions questions = new Questions(database, clock, ids, node, config.previousMessages());
    Answers answers = new Answers(clock, questions, loopDesk, cache, task, lease, telling);
    KnownAnswers known = new KnownAnswers(serving, database, loopDesk, node);
    Cancellations cancellations =
        new Cancellations(
            vertx, serving, known, loopDesk, orphans, telling, config.storePatience());
    Conversations conversations = new Conversations(database, clock, ids, loopDesk, cache, serving);
    watchOthers(orphans, loopDesk, answers, serving, telling);
    RetentionSteps retention = new RetentionSteps(database, loopDesk, cache);
    int atOnce = config.requestsAtOnce();
    return Future.all(
        serving.onHint(
            ChatBus.CONVERSATION_DELETED, gone -> conversations.forget(gone.conversationId())),
        Future.all(
            serving.answer(ChatBus.START_CONVERSATION, atOnce, conversations::start),
            serving.answer(ChatBus.LIST_CONVERSATIONS, atOnce, conversations::list),
            serving.answer(ChatBus.FIND_CONVERSATION, atOnce, conversations::find),
            serving.answer(ChatBus.DELETE_CONVERSATION, atOnce, conversations::delete)),
        serving.answer(ChatBus.START_ANSWER, atOnce, answers::start),
        serving.answer(ChatBus.RUN_STEP, atOnce, retention::step),
        Future.all(
            serving.answer(ChatBus.FIND_ANSWER, atOnce, known::find),
            serving.answer(ChatBus.FIND_ANSWER.on(node), atOnce, known::findHere),
            serving.answer(ChatBus.CANCEL_ANSWER, atOnce, cancellations::cancel),
            serving.answer(ChatBus.CANCEL_ANSWER.on(node), atOnce, cancellations::cancelHere)));
  }

  private void watchOthers(
      OrphanedAnswers orphans,
      AnswerLoopVerticle.Desk loopDesk,
      Answers answers,
      Bus serving,
      ChatMeters telling) {
    ChatConfig.NodesConfig nodes = config.nodes();
    OrphanWatch orphanWatch =
        new OrphanWatch(orphans, loopDesk, clock, config.storePatience(), nodes.exclusive());
    vertx.setPeriodic(config.storePatience().toMillis(), timer -> orphanWatch.look());
    if (nodes.exclusive()) {
      return;
    }
    Takeover takeover = new Takeover(database, lease, orphans, answers, loopDesk, serving, telling);
    NodeWatch watch =
        new NodeWatch(
            vertx,
            nodes.heartbeat(),
            random,
            lease,
            database,
            loopDesk,
            () -> context.runOnContext(ignored -> orphanWatch.lookForGone(takeover)));
    nodeWatch = watch;
    watch.begin();
  }

  /** The answers under way have come to their end before: a child stops first. */
  @Override
  public Future<?> stop() {
    if (meters != null) {
      meters.close();
    }
    Bus serving = bus;
    AnswerLoopVerticle.Desk loopDesk = desk;
    if (serving == null || loopDesk == null) {
      return Future.succeededFuture();
    }
    stopTime.begin();
    giveUp();
    return serving
        .drain(stopTime.left())
        .onFailure(
            late -> LOG.atWarn().addKeyValue("reason", late.toString()).log("requests not drained"))
        .transform(drained -> loopDesk.loop().submit(loopDesk.live()::whenAllEnded))
        .compose(ended -> ended.timeout(stopTime.left().toMillis(), TimeUnit.MILLISECONDS));
  }

  /** So that others need not wait for the end of the lease. */
  private void giveUp() {
    NodeWatch watch = nodeWatch;
    if (watch == null) {
      return;
    }
    watch.stop();
    try {
      lease.giveUp();
    } catch (RuntimeException away) {
      LOG.atWarn().addKeyValue("cause", away).log("lease of answers not given up, it ends");
    }
  }
}
