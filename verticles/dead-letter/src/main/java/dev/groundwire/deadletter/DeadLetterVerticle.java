package dev.groundwire.deadletter;

import dev.groundwire.bus.deadletter.DeadLetterBus;
import dev.groundwire.bus.deadletter.DeadLettersDescribed;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.WakeUp;
import dev.groundwire.platform.nats.NatsLink;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what could not be handled, and has it tried again when it is due. Virtual-thread. */
public final class DeadLetterVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterVerticle.class);
  private static final Duration PRUNED_EVERY = Duration.ofHours(1);
  private static final Duration ADVISORIES_EVERY = Duration.ofSeconds(30);

  private final DeadLetterConfig config;
  private final Database database;
  private final Outbox outbox;
  private final List<Subscription> subscriptions;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final Optional<NatsLink> nats;
  private Bus bus;
  private ReplayLoop loop;
  private Optional<Advisories> advisories;
  private DeadLetterMeters meters;

  /** One without a broker. */
  public DeadLetterVerticle(
      DeadLetterConfig config,
      Database database,
      Outbox outbox,
      List<Subscription> subscriptions,
      Clock clock,
      Supplier<UUID> ids) {
    this(config, database, outbox, subscriptions, Optional.empty(), clock, ids);
  }

  /**
   * @param subscriptions those that the inbox delivers for: what is replayed for a document that
   *     was given up starts that document anew
   * @param nats where the broker tells what it has given up itself
   */
  @SuppressWarnings("NullAway.Init") // the rest is set in start(), before anything reads it
  public DeadLetterVerticle(
      DeadLetterConfig config,
      Database database,
      Outbox outbox,
      List<Subscription> subscriptions,
      Optional<NatsLink> nats,
      Clock clock,
      Supplier<UUID> ids) {
    this.config = config;
    this.database = database;
    this.outbox = outbox;
    this.subscriptions = subscriptions;
    this.nats = nats;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public Future<?> start() {
    bus = new Bus(vertx);
    meters = new DeadLetterMeters(vertx, subscriptions);
    advisories = nats.map(link -> new Advisories(link, meters::brokerGaveUp));
    meters.measure(this::describe);
    WakeUp work = new WakeUp(vertx);
    RetrySchedule schedule = new RetrySchedule(config, RandomGenerator.getDefault());
    Replays replays = new Replays(config, bus, database, schedule, subscriptions, clock, ids);
    loop = new ReplayLoop(context, replays, work, config.pollInterval());
    Burial burial = new Burial(database, outbox, schedule, ids, meters);
    DeadLetters letters = new DeadLetters(database, config.replayPerSecond(), work::signal);
    vertx.setPeriodic(config.lease().toMillis() / 3, ignored -> quietly(replays::renewLeases));
    vertx.setPeriodic(0, PRUNED_EVERY.toMillis(), ignored -> quietly(replays::prune));
    advisories.ifPresent(
        told -> vertx.setPeriodic(0, ADVISORIES_EVERY.toMillis(), ignored -> readAdvisories(told)));
    int most = config.atOnce();
    return Future.all(
            List.of(
                bus.answer(DeadLetterBus.BURY_EVENT, most, burial::bury),
                bus.answer(DeadLetterBus.LIST_DEAD_LETTERS, most, letters::list),
                bus.answer(DeadLetterBus.FIND_DEAD_LETTER, most, letters::find),
                bus.answer(DeadLetterBus.REPLAY_DEAD_LETTER, most, letters::replay),
                bus.answer(DeadLetterBus.REPLAY_DEAD_LETTERS, most, letters::replay),
                bus.answer(DeadLetterBus.DISCARD_DEAD_LETTER, most, letters::discard),
                bus.answer(DeadLetterBus.FORGET_DOCUMENT, most, letters::forget),
                bus.answer(DeadLetterBus.DESCRIBE_DEAD_LETTERS, most, ignored -> describe())))
        .onSuccess(ready -> context.runOnContext(ignored -> loop.run()));
  }

  private DeadLettersDescribed describe() {
    long heard = advisories.map(Advisories::heard).orElse(0L);
    return database.asSystem(tx -> new LetterRepository().describe(tx, heard));
  }

  /** Blocks, and this is no place to block. */
  private void readAdvisories(Advisories told) {
    Callable<Boolean> reading =
        () -> {
          told.read();
          return true;
        };
    vertx
        .executeBlocking(reading)
        .onFailure(failure -> LOG.atWarn().setCause(failure).log("advisories not read"));
  }

  private static void quietly(Runnable upkeep) {
    try {
      upkeep.run();
    } catch (RuntimeException failure) {
      LOG.atWarn().addKeyValue("cause", failure.toString()).log("dead letters not kept up");
    }
  }

  @Override
  public Future<?> stop() {
    meters.close();
    return bus.drain(Duration.ofSeconds(5))
        .otherwiseEmpty()
        .compose(ignored -> loop.stop())
        .timeout(30, TimeUnit.SECONDS)
        .otherwiseEmpty(); // what is left is tried again when its lease is over
  }
}
