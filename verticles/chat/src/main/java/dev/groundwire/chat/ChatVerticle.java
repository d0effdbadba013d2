package dev.groundwire.chat;

import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.NodesDescribed;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.platform.telemetry.Trail;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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
  private final ChatWiring wiring;
  private ChatWiring.@Nullable Ground ground;
  private @Nullable NodeWatch nodeWatch;
  private @Nullable Bus bus;
  private AnswerLoopVerticle.@Nullable Desk desk;

  public ChatVerticle(ChatConfig config, ChatWiring wiring) {
    this.config = config;
    this.wiring = wiring;
  }

  @Override
  public Future<?> start() {
    ChatWiring.Ground laid = wiring.ground(config, new ChatMeters(Telemetry.of(vertx).meters()));
    ground = laid;
    if (config.nodes().exclusive()) {
      laid.orphans().endAll();
    }
    AnswerLoopVerticle answering =
        new AnswerLoopVerticle(
            config,
            wiring.clock(),
            laid,
            wiring.redis(),
            story -> Trail.current().run(context, story));
    return vertx.deployVerticle(answering).compose(deployed -> serve(laid, answering.desk()));
  }

  private Future<?> serve(ChatWiring.Ground laid, AnswerLoopVerticle.Desk loopDesk) {
    desk = loopDesk;
    Bus serving = new Bus(vertx);
    bus = serving;
    UUID node = wiring.node();
    ChatWiring.Parts parts = wiring.parts(vertx, config, serving, laid, loopDesk);
    watchOthers(laid, loopDesk, parts.answers(), serving);
    Conversations conversations = parts.conversations();
    KnownAnswers known = parts.known();
    Cancellations cancellations = parts.cancellations();
    int atOnce = config.requestsAtOnce();
    return Future.all(
        serving.onHint(
            ChatBus.CONVERSATION_DELETED, gone -> conversations.forget(gone.conversationId())),
        Future.all(
            serving.answer(ChatBus.START_CONVERSATION, atOnce, conversations::start),
            serving.answer(ChatBus.LIST_CONVERSATIONS, atOnce, conversations::list),
            serving.answer(ChatBus.FIND_CONVERSATION, atOnce, conversations::find),
            serving.answer(ChatBus.DELETE_CONVERSATION, atOnce, conversations::delete)),
        serving.answer(ChatBus.START_ANSWER, atOnce, parts.answers()::start),
        serving.answer(
            ChatBus.DESCRIBE_NODES, atOnce, asked -> new NodesDescribed(laid.lease().living())),
        serving.answer(ChatBus.RUN_STEP, atOnce, parts.retention()::step),
        Future.all(
            serving.answer(ChatBus.FIND_ANSWER, atOnce, known::find),
            serving.answer(ChatBus.FIND_ANSWER.on(node), atOnce, known::findHere),
            serving.answer(ChatBus.CANCEL_ANSWER, atOnce, cancellations::cancel),
            serving.answer(ChatBus.CANCEL_ANSWER.on(node), atOnce, cancellations::cancelHere)));
  }

  private void watchOthers(
      ChatWiring.Ground laid, AnswerLoopVerticle.Desk loopDesk, Answers answers, Bus serving) {
    OrphanWatch orphanWatch = wiring.orphanWatch(config, laid, loopDesk);
    vertx.setPeriodic(config.storePatience().toMillis(), timer -> orphanWatch.look());
    if (config.nodes().exclusive()) {
      return;
    }
    Takeover takeover = wiring.takeover(config, serving, laid, loopDesk, answers);
    NodeWatch watch =
        new NodeWatch(
            vertx,
            config.nodes().heartbeat(),
            wiring.random(),
            laid.lease(),
            wiring.database(),
            loopDesk,
            () -> context.runOnContext(ignored -> orphanWatch.lookForGone(takeover)));
    nodeWatch = watch;
    watch.begin();
  }

  /** The answers under way have come to their end before: a child stops first. */
  @Override
  public Future<?> stop() {
    ChatWiring.Ground laid = ground;
    if (laid != null) {
      laid.meters().close();
    }
    Bus serving = bus;
    AnswerLoopVerticle.Desk loopDesk = desk;
    if (laid == null || serving == null || loopDesk == null) {
      return Future.succeededFuture();
    }
    StopTime stopTime = laid.stopTime();
    stopTime.begin();
    giveUp(laid.lease());
    return serving
        .drain(stopTime.left())
        .onFailure(
            late -> LOG.atWarn().addKeyValue("reason", late.toString()).log("requests not drained"))
        .transform(drained -> loopDesk.loop().submit(loopDesk.live()::whenAllEnded))
        .compose(ended -> ended.timeout(stopTime.left().toMillis(), TimeUnit.MILLISECONDS));
  }

  /** So that others need not wait for the end of the lease. */
  private void giveUp(NodeLease lease) {
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
