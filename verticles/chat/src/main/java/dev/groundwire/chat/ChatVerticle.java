package dev.groundwire.chat;

import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Answers {@link ChatBus}. Virtual-thread, one instance: logs being written are in its memory. */
public final class ChatVerticle extends VerticleBase {
  private static final int SWEEPS_A_GRACE = 10;

  private final ChatConfig config;
  private final Database database;
  private final Outbox outbox;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final RandomGenerator random;
  private final LiveAnswers live;
  private @Nullable Bus bus;

  /**
   * @param random unpredictable: it draws the boundaries of quotes in prompts
   */
  public ChatVerticle(
      ChatConfig config,
      Database database,
      Outbox outbox,
      Clock clock,
      Supplier<UUID> ids,
      RandomGenerator random) {
    this.config = config;
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
    this.ids = ids;
    this.random = random;
    this.live = new LiveAnswers(config, clock);
  }

  @Override
  public Future<?> start() {
    Bus serving = new Bus(vertx);
    bus = serving;
    AnswerArchive archive = new AnswerArchive(database, outbox, clock, ids);
    OrphanedAnswers orphans = new OrphanedAnswers(database, archive);
    orphans.endAll();
    OrphanWatch watch = new OrphanWatch(orphans, live, clock, config.storePatience());
    vertx.setPeriodic(config.storePatience().toMillis(), timer -> watch.look());
    Turns turns = new Turns(config.answersAtOnce());
    AnswerStory story = new AnswerStory(config, serving, clock, ids, new Prompt(random));
    AnswerTask task = new AnswerTask(turns, story, new AnswerEnding(vertx, config, clock, archive));
    Questions questions = new Questions(database, clock, ids, config.previousMessages());
    Answers answers =
        new Answers(vertx, database, clock, questions, live, turns, task, config.storePatience());
    AnswerLogs logs = new AnswerLogs(vertx, clock, live, archive);
    Conversations conversations = new Conversations(database, clock, ids, live);
    vertx.setPeriodic(
        Math.max(1, config.unwatchedGrace().toMillis() / SWEEPS_A_GRACE), timer -> live.sweep());
    int atOnce = config.requestsAtOnce();
    return Future.all(
        Future.all(
            serving.answer(ChatBus.START_CONVERSATION, atOnce, conversations::start),
            serving.answer(ChatBus.LIST_CONVERSATIONS, atOnce, conversations::list),
            serving.answer(ChatBus.FIND_CONVERSATION, atOnce, conversations::find),
            serving.answer(ChatBus.DELETE_CONVERSATION, atOnce, conversations::delete)),
        serving.answer(ChatBus.START_ANSWER, atOnce, answers::start),
        serving.answer(ChatBus.FIND_ANSWER, atOnce, answers::find),
        serving.answer(ChatBus.CANCEL_ANSWER, atOnce, answers::cancel),
        serving.answer(ChatBus.READ_ANSWER_LOG, config.watchersAtOnce(), logs::read));
  }

  /** Lets answers come to their end for a while, then ends them with an error. */
  @Override
  public Future<?> stop() {
    Bus serving = bus;
    if (serving == null) {
      return Future.succeededFuture();
    }
    long patience = config.drainTimeout().toMillis();
    live.stop();
    return serving
        .drain(config.drainTimeout())
        .transform(drained -> live.whenAllEnded().timeout(patience, TimeUnit.MILLISECONDS))
        .recover(late -> {
          live.interruptAll();
          return live.whenAllEnded().timeout(patience, TimeUnit.MILLISECONDS);
        });
  }
}
