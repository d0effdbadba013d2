package dev.groundwire.jobs;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.jobs.JobChanged;
import dev.groundwire.bus.jobs.JobsBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.Deadline;
import dev.groundwire.platform.bus.WakeUp;
import dev.groundwire.platform.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work in the background, on whichever node is free. Virtual-thread. */
public final class JobsVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(JobsVerticle.class);
  private static final Duration PRUNED_EVERY = Duration.ofHours(1);

  private final JobsConfig config;
  private final Database database;
  private final Supplier<UUID> ids;
  private final RandomGenerator random;
  private final UUID node;
  private Bus bus;
  private WakeUp work;
  private ActiveRuns active;
  private JobLoop loop;
  private JobMeters meters;

  /**
   * @param node another one at each start
   */
  @SuppressWarnings("NullAway.Init") // the rest is set in start(), before anything reads it
  public JobsVerticle(
      JobsConfig config, Database database, Supplier<UUID> ids, RandomGenerator random, UUID node) {
    this.config = config;
    this.database = database;
    this.ids = ids;
    this.random = random;
    this.node = node;
  }

  @Override
  public Future<?> start() {
    bus = new Bus(vertx);
    work = new WakeUp(vertx);
    meters = new JobMeters(vertx);
    StandingRepository standing = new StandingRepository();
    meters.measure(() -> database.asSystem(standing::standing));
    Claims claims = new Claims(database, node, config);
    active = new ActiveRuns(claims);
    RetryDelay delays = new RetryDelay(config, random);
    loop = new JobLoop(context, claims, active, job -> run(job, claims, delays), work, config);
    Jobs jobs = new Jobs(database, bus, ids, config.queueBound());
    EndedJobs ended = new EndedJobs(database, config.keepEnded());
    Schedules schedules = new Schedules(config, database, node, new Recurrence(random), ids);
    vertx.setPeriodic(config.heartbeat().toMillis(), ignored -> quietly(active::beat));
    vertx.setPeriodic(PRUNED_EVERY.toMillis(), ignored -> quietly(ended::prune));
    vertx.setPeriodic(
        0, config.pollInterval().toMillis(), ignored -> quietly(() -> tick(schedules)));
    int most = config.atOnce();
    return Future.all(
            List.of(
                bus.answer(JobsBus.SUBMIT_JOB, most, jobs::submit),
                bus.answer(JobsBus.LIST_JOBS, most, jobs::list),
                bus.answer(JobsBus.FIND_JOB, most, jobs::find),
                bus.answer(JobsBus.CANCEL_JOB, most, jobs::cancel),
                bus.answer(JobsBus.LIST_SCHEDULES, most, schedules::list),
                bus.answer(JobsBus.RUN_STEP, most, ended::step),
                bus.onHint(JobsBus.JOB_CHANGED, this::look)))
        .onSuccess(ready -> context.runOnContext(ignored -> loop.run()));
  }

  private JobRun run(ClaimedJob claimed, Claims claims, RetryDelay delays) {
    return new JobRun(
        claimed,
        claims,
        (room, step) -> {
          // Not the bus's own failure alone: a room that hangs must not keep the job for ever.
          try {
            return Deadline.await(
                bus.request(room, step, config.stepTimeout()), config.stepTimeout().plusSeconds(5));
          } catch (TimeoutException late) {
            BusFailure silent =
                new BusFailure(FailureCode.TIMEOUT, room.name() + " did not answer in time.");
            silent.addSuppressed(late);
            throw silent;
          }
        },
        delays,
        new WakeUp(vertx),
        meters,
        (job, mayStart) ->
            bus.hint(
                JobsBus.JOB_CHANGED,
                new JobChanged(job.tenant().organizationId(), job.id(), mayStart)));
  }

  private void look(JobChanged hint) {
    if (hint.mayStart()) { // not when a running job has only come further
      active.look(hint.id());
      work.signal();
    }
  }

  private void tick(Schedules schedules) {
    if (schedules.tick() > 0) {
      work.signal();
    }
  }

  private static void quietly(Runnable upkeep) {
    try {
      upkeep.run();
    } catch (RuntimeException failure) {
      LOG.atWarn().addKeyValue("cause", failure.toString()).log("jobs not kept up");
    }
  }

  @Override
  public Future<?> stop() {
    meters.close();
    return loop.stop()
        .otherwiseEmpty() // what is left is taken over when its lease is over
        .compose(ignored -> bus.drain(Duration.ofSeconds(5)))
        .otherwiseEmpty();
  }
}
