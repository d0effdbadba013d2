package dev.groundwire.jobs;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.platform.bus.WakeUp;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes jobs whenever one is due and a slot is free, until it is stopped. */
final class JobLoop {
  private static final Logger LOG = LoggerFactory.getLogger(JobLoop.class);

  private final Context context;
  private final Claims claims;
  private final ActiveRuns active;
  private final Function<ClaimedJob, JobRun> runs;
  private final WakeUp work;
  private final JobsConfig config;
  private final Promise<Void> ended = Promise.promise();
  private volatile boolean stopping;

  JobLoop(
      Context context,
      Claims claims,
      ActiveRuns active,
      Function<ClaimedJob, JobRun> runs,
      WakeUp work,
      JobsConfig config) {
    this.context = context;
    this.claims = claims;
    this.active = active;
    this.runs = runs;
    this.work = work;
    this.config = config;
  }

  /** On a virtual thread, which it keeps. */
  void run() {
    while (!stopping) {
      try {
        takeAll();
      } catch (BusFailure away) {
        LOG.atDebug().addKeyValue("cause", away.getMessage()).log("no job taken");
      } catch (RuntimeException failure) {
        LOG.atError().setCause(failure).log("jobs not taken, trying again");
      }
      work.await(config.pollInterval());
    }
    ended.complete();
  }

  private void takeAll() {
    while (!stopping && active.size() < config.slots()) {
      Optional<ClaimedJob> claimed = claims.claim();
      if (claimed.isEmpty()) {
        return;
      }
      begin(claimed.get());
    }
  }

  private void begin(ClaimedJob job) {
    JobRun run = runs.apply(job);
    active.add(run);
    context.runOnContext(ignored -> {
      try {
        run.run();
      } finally {
        active.remove(run);
        work.signal();
      }
    });
  }

  /** Completes when every job is given back, or after that time: then its lease runs out. */
  Future<Void> stop() {
    stopping = true;
    work.signal();
    Duration most = config.drainTimeout();
    return ended
        .future()
        .compose(ignored -> active.stop())
        .timeout(most.toMillis(), TimeUnit.MILLISECONDS);
  }
}
