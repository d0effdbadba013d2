package dev.groundwire.jobs;

import dev.groundwire.bus.jobs.JobChanged;
import dev.groundwire.bus.jobs.JobsBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.WakeUp;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work in the background, on whichever node is free. Virtual-thread. */
public final class JobsVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(JobsVerticle.class);
  private static final Duration PRUNED_EVERY = Duration.ofHours(1);

  private final JobsConfig config;
  private final JobsWiring wiring;
  private Bus bus;
  private WakeUp work;
  private JobsWiring.Parts parts;

  @SuppressWarnings("NullAway.Init") // the rest is set in start(), before anything reads it
  public JobsVerticle(JobsConfig config, JobsWiring wiring) {
    this.config = config;
    this.wiring = wiring;
  }

  @Override
  public Future<?> start() {
    bus = new Bus(vertx);
    work = new WakeUp(vertx);
    parts = wiring.parts(config, context, bus, work);
    Jobs jobs = parts.jobs();
    vertx.setPeriodic(
        config.heartbeat().toMillis(),
        ignored -> quietly("renewal of leases", parts.active()::beat));
    vertx.setPeriodic(
        PRUNED_EVERY.toMillis(), ignored -> quietly("removal of old jobs", parts.ended()::prune));
    vertx.setPeriodic(
        0, config.pollInterval().toMillis(), ignored -> quietly("schedules", this::tick));
    int most = config.atOnce();
    return Future.all(
            List.of(
                bus.answer(JobsBus.SUBMIT_JOB, most, jobs::submit),
                bus.answer(JobsBus.LIST_JOBS, most, jobs::list),
                bus.answer(JobsBus.FIND_JOB, most, jobs::find),
                bus.answer(JobsBus.CANCEL_JOB, most, jobs::cancel),
                bus.answer(JobsBus.LIST_SCHEDULES, most, parts.schedules()::list),
                bus.answer(JobsBus.RUN_STEP, most, parts.ended()::step),
                bus.onHint(JobsBus.JOB_CHANGED, this::look)))
        .onSuccess(ready -> context.runOnContext(ignored -> parts.loop().run()));
  }

  private void look(JobChanged hint) {
    if (hint.mayStart()) { // not when a running job has only come further
      parts.active().look(hint.id());
      work.signal();
    }
  }

  private void tick() {
    if (parts.schedules().tick() > 0) {
      work.signal();
    }
  }

  /** It is done again in a while. */
  private static void quietly(String name, Runnable upkeep) {
    try {
      upkeep.run();
    } catch (RuntimeException failure) {
      LOG.atWarn()
          .addKeyValue("upkeep", name)
          .addKeyValue("cause", failure.toString())
          .log("jobs not kept up");
    }
  }

  @Override
  public Future<?> stop() {
    parts.meters().close();
    return parts
        .loop()
        .stop()
        .otherwiseEmpty() // what is left is taken over when its lease is over
        .compose(ignored -> bus.drain(Duration.ofSeconds(5)))
        .otherwiseEmpty();
  }
}
