package dev.groundwire.jobs;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Lease;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.jobs.JobState;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.platform.bus.WakeUp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one job on this node: step after step until it ends, fails, is cancelled, or is lost. */
final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int LONGEST_REASON = 1_000;

  /**
   * What all runs of a node share.
   *
   * @param changed told after each change that owners can see, and whether another job may begin
   */
  record Means(
      Claims claims,
      StepRequests rooms,
      RetryDelay delays,
      JobMeters meters,
      BiConsumer<ClaimedJob, Boolean> changed) {}

  private final Means means;
  private final WakeUp wake;
  private ClaimedJob job;
  private volatile boolean stopping;
  private volatile boolean lost;

  /**
   * @param wake of this run alone
   */
  JobRun(ClaimedJob job, Means means, WakeUp wake) {
    this.job = job;
    this.means = means;
    this.wake = wake;
  }

  Lease lease() {
    return job.lease();
  }

  /** May have been cancelled: looks at once if it only pauses. From any thread. */
  void look() {
    wake.signal();
  }

  /** Gives the job back when its step is done. From any thread. */
  void stop() {
    stopping = true;
    wake.signal();
  }

  /** Another node has it. From any thread. */
  void lose() {
    lost = true;
    wake.signal();
  }

  /** On a virtual thread, which it keeps until the job is off this node. */
  void run() {
    try {
      settle();
    } catch (RuntimeException unsettled) {
      LOG.atWarn()
          .addKeyValue("job", job.id())
          .addKeyValue("cause", unsettled.toString())
          .log("job left to the node that takes it over");
    }
    means.changed().accept(job, true);
  }

  private void settle() {
    try {
      while (!isOver()) {
        step();
        means.changed().accept(job, false);
      }
    } catch (RuntimeException failure) {
      if (!lost) {
        failed(failure);
      }
    }
  }

  /** Ends what has come to an end. */
  private boolean isOver() {
    if (lost) {
      return true;
    }
    if (job.cancelRequested()) {
      end(JobState.CANCELLED, null);
      return true;
    }
    if (means.delays().isSpent(job.attempts())) {
      end(JobState.FAILED, "Each node that ran it went silent; see their logs.");
      return true;
    }
    if (job.stage() >= Stages.of(job.kind()).size()) {
      end(JobState.SUCCEEDED, null);
      return true;
    }
    if (stopping) {
      means.claims().giveBack(job);
      return true;
    }
    return false;
  }

  private void step() {
    List<RequestAddress<RunStep, StepDone>> stages = Stages.of(job.kind());
    StepDone done =
        means
            .rooms()
            .ask(
                stages.get(job.stage()),
                new RunStep(
                    job.id(),
                    job.kind(),
                    job.tenant(),
                    job.lease(),
                    job.arguments(),
                    job.cursor(),
                    job.result()));
    job = means.claims().checkpoint(job, job.stage() + (done.cursor().isPresent() ? 0 : 1), done);
    pause(Duration.ofMillis(done.pauseMillis()));
  }

  /** A signal may mean anything, so it ends the pause only when there is a reason. */
  private void pause(Duration asked) {
    Duration most = asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); left > 0 && isGoingOn(); left = end - System.nanoTime()) {
      wake.await(Duration.ofNanos(left));
      if (!lost && means.claims().isCancelled(job)) {
        job = job.at(job.stage(), job.cursor(), job.result(), true);
      }
    }
  }

  private boolean isGoingOn() {
    return !lost && !stopping && !job.cancelRequested();
  }

  private void failed(RuntimeException failure) {
    int attempts = job.attempts() + 1;
    String reason = reason(failure);
    Optional<Duration> delay = means.delays().after(failure, attempts);
    LOG.atWarn()
        .addKeyValue("job", job.id())
        .addKeyValue("kind", job.kind().text())
        .addKeyValue("attempts", attempts)
        .addKeyValue("cause", failure.toString())
        .log(delay.isPresent() ? "step of a job failed, it is tried again" : "job failed");
    if (delay.isPresent()) {
      means.claims().retry(job, reason, delay.get());
      means.meters().retried(job.kind());
    } else {
      end(JobState.FAILED, attempts == 1 ? reason : reason + " Tried " + attempts + " times.");
    }
  }

  private void end(JobState state, @Nullable String error) {
    means.meters().finished(job.kind(), state, means.claims().end(job, state, error));
    LOG.atInfo()
        .addKeyValue("job", job.id())
        .addKeyValue("kind", job.kind().text())
        .addKeyValue("state", state.text())
        .log("job ended");
  }

  /** For a person; what is unexpected is in the log of the room. */
  private static String reason(RuntimeException failure) {
    String text =
        failure instanceof BusFailure known && known.code() != FailureCode.INTERNAL
            ? known.getMessage()
            : "Something unexpected happened; the log of that time has it.";
    return text.substring(0, Math.min(text.length(), LONGEST_REASON));
  }
}
