package dev.groundwire.jobs;

import dev.groundwire.bus.jobs.JobChanged;
import dev.groundwire.bus.jobs.JobsBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.WakeUp;
import dev.groundwire.platform.postgres.Database;
import io.vertx.core.Context;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the room needs of others, and how its parts are put together.
 *
 * @param node another one at each start
 */
public record JobsWiring(Database database, Supplier<UUID> ids, RandomGenerator random, UUID node) {

  record Parts(
      Jobs jobs,
      Schedules schedules,
      EndedJobs ended,
      ActiveRuns active,
      JobLoop loop,
      JobMeters meters) {}

  /**
   * @param context of the room, where the runs are
   * @param work signalled when a job may be due
   */
  Parts parts(JobsConfig config, Context context, Bus bus, WakeUp work) {
    JobMeters meters = new JobMeters(context.owner());
    StandingRepository standing = new StandingRepository();
    meters.measure(() -> database.asSystem(standing::standing));
    Claims claims = new Claims(database, node, config);
    JobRun.Means means =
        new JobRun.Means(
            claims,
            new StepRequests(bus, config.stepTimeout()),
            new RetryDelay(config, random),
            meters,
            (job, mayStart) ->
                bus.hint(
                    JobsBus.JOB_CHANGED,
                    new JobChanged(job.tenant().organizationId(), job.id(), mayStart)));
    ActiveRuns active = new ActiveRuns(claims);
    return new Parts(
        new Jobs(database, bus, ids, config.queueBound()),
        new Schedules(config, database, node, new Recurrence(random), ids),
        new EndedJobs(database, config.keepEnded()),
        active,
        new JobLoop(
            context,
            claims,
            active,
            job -> new JobRun(job, means, new WakeUp(context.owner())),
            work,
            config),
        meters);
  }
}
