package dev.groundwire.chat;

import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.Outflow;
import dev.groundwire.platform.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of the room that lives on an event loop: the answers in memory, the models' text coming
 * in and the watchers' text going out. Nothing waits here. A child of {@link ChatVerticle}, so that
 * it stops first, while stories can still come to their end.
 */
final class AnswerLoopVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerLoopVerticle.class);
  private static final long POSITIONS_MILLIS = 250;
  private static final long LONGEST_SWEEP_MILLIS = 1_000;
  private static final long CENSUS_MILLIS = 2_000;
  private static final int SWEEPS_A_GRACE = 10;

  private final ChatConfig config;
  private final Clock clock;
  private final ChatWiring.Ground ground;
  private final Optional<RedisLink> redis;
  private final Consumer<Runnable> stories;
  private final Turns turns;
  private @Nullable Desk desk;
  private @Nullable StoredLogs storedLogs;
  private @Nullable Bus bus;

  /** What stories get to know of the loop. */
  record Desk(
      AnswerLoop loop, LiveAnswers live, Turns turns, Generations generations, SharedLogs logs) {}

  /**
   * @param stories runs a task on a virtual thread
   */
  AnswerLoopVerticle(
      ChatConfig config,
      Clock clock,
      ChatWiring.Ground ground,
      Optional<RedisLink> redis,
      Consumer<Runnable> stories) {
    this.config = config;
    this.clock = clock;
    this.ground = ground;
    this.redis = redis;
    this.stories = stories;
    this.turns = new Turns(config.answersAtOnce());
  }

  @Override
  public Future<?> start() {
    Bus serving = new Bus(vertx);
    AnswerLoop loop = new AnswerLoop(context);
    StoredLogs stored =
        new StoredLogs(
            loop,
            ground.archive()::find,
            stories,
            ground.lease().node(),
            (owner, request, watch, over) -> PassedLog.open(serving, owner, request, watch, over));
    storedLogs = stored;
    LiveAnswers live = new LiveAnswers(config, clock, answer -> moveWatchers(answer, stored));
    bus = serving;
    desk =
        new Desk(
            loop,
            live,
            turns,
            new Generations(loop, serving, config.maxAnswerCharacters()),
            logs(loop));
    vertx.setPeriodic(POSITIONS_MILLIS, timer -> turns.tellPositions());
    long sweep = config.unwatchedGrace().toMillis() / SWEEPS_A_GRACE;
    vertx.setPeriodic(Math.clamp(sweep, 1, LONGEST_SWEEP_MILLIS), timer -> live.sweep());
    vertx.setPeriodic(
        CENSUS_MILLIS,
        timer -> ground.meters().counted(live.census().withWatchers(stored.watchers())));
    return Future.all(
        serving.serve(
            ChatBus.WATCH_ANSWER,
            config.watchersAtOnce(),
            (request, out) -> watch(request, out, live, stored, true)),
        serving.serve(
            ChatBus.WATCH_ANSWER.on(ground.lease().node()),
            config.watchersAtOnce(),
            (request, out) -> watch(request, out, live, stored, false)));
  }

  /** Nobody takes over from a node that is alone. */
  private SharedLogs logs(AnswerLoop loop) {
    return redis
        .filter(link -> !config.nodes().exclusive())
        .<SharedLogs>map(link -> new RedisLogs(vertx, link, loop, config.nodes()))
        .orElseGet(NoSharedLogs::new);
  }

  private static void watch(
      WatchAnswer request,
      Outflow<LogEntries> out,
      LiveAnswers live,
      StoredLogs stored,
      boolean passesOn) {
    if (live.isStopping()) {
      throw LiveAnswers.stopped();
    }
    live.find(request.organizationId(), request.answerId())
        .ifPresentOrElse(
            answer -> answer.watches().open(out, request.after()),
            () ->
                stored.follow(
                    request.organizationId(),
                    request.answerId(),
                    new Watch(out, request.after()),
                    passesOn));
  }

  private static void moveWatchers(LiveAnswer answer, StoredLogs stored) {
    Question question = answer.question();
    answer
        .watches()
        .leave()
        .forEach(watch ->
            stored.follow(question.tenant().organizationId(), question.answerId(), watch, true));
  }

  /** Once it is deployed. */
  Desk desk() {
    return Objects.requireNonNull(desk, "not deployed");
  }

  /**
   * Lets answers come to their end for a while, then leaves them to another node; where there is
   * none, ends them with an error.
   */
  @Override
  public Future<?> stop() {
    LiveAnswers live = desk().live();
    StopTime stopTime = ground.stopTime();
    stopTime.begin();
    live.stop();
    return live.whenAllEnded()
        .timeout(stopTime.forAnswers().toMillis(), TimeUnit.MILLISECONDS)
        .recover(late -> {
          live.interruptAll(
              ground.lease().hasSuccessor() ? Interruption.MOVED : Interruption.STOPPING);
          return live.whenAllEnded().timeout(stopTime.left().toMillis(), TimeUnit.MILLISECONDS);
        })
        .onFailure(late -> LOG.atWarn().setCause(late).log("answers left to the watch for orphans"))
        .transform(ended -> logsKept(stopTime))
        .transform(kept -> {
          dismissWatchers(live);
          return Objects.requireNonNull(bus).drain(stopTime.left());
        })
        .recover(late -> {
          // A child that fails to stop would keep its parent from stopping at all.
          LOG.atWarn().addKeyValue("reason", late.toString()).log("watchers not drained");
          return Future.succeededFuture();
        });
  }

  /** Whoever goes on must know all that was told. */
  private Future<Void> logsKept(StopTime stopTime) {
    return desk()
        .logs()
        .settled()
        .timeout(stopTime.left().toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(
            late -> LOG.atWarn().addKeyValue("reason", late.toString()).log("logs not kept"));
  }

  private void dismissWatchers(LiveAnswers live) {
    live.dismissWatchers();
    Objects.requireNonNull(storedLogs).dismiss(LiveAnswers.stopped());
  }
}
