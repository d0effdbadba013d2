package dev.groundwire.jobs;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How work in the background is done.
 *
 * @param atOnce requests of one kind served together
 * @param slots jobs that one node runs at a time
 * @param queueBound jobs that wait in one workspace; further ones are refused
 * @param lease how long a job stays with a node that has gone silent
 * @param heartbeat how often a node shows that it lives
 * @param stepTimeout for one step of a job
 * @param pollInterval longest time until a due job is seen
 * @param maxAttempts failed tries of one step until its job has failed
 * @param retryBase wait after the first of them; doubles, with jitter
 * @param retryMost longest wait between two
 * @param keepEnded how long an ended job stays readable
 * @param drainTimeout wait for the steps under way when the node stops
 * @param schedules what is submitted again and again
 */
public record JobsConfig(
    int atOnce,
    @Env("JOBS_SLOTS") int slots,
    @Env("JOBS_QUEUE_BOUND") int queueBound,
    Duration lease,
    Duration heartbeat,
    Duration stepTimeout,
    Duration pollInterval,
    int maxAttempts,
    Duration retryBase,
    Duration retryMost,
    Duration keepEnded,
    Duration drainTimeout,
    List<ScheduleConfig> schedules) {
  public JobsConfig {
    schedules = List.copyOf(schedules);
    Require.within("jobs.at_once", atOnce, 1, 10_000);
    Require.within("jobs.slots", slots, 1, 100);
    Require.within("jobs.queue_bound", queueBound, 1, 10_000);
    Require.positive("jobs.heartbeat", heartbeat);
    Require.atLeast("jobs.lease", lease, heartbeat.multipliedBy(3));
    Require.positive("jobs.step_timeout", stepTimeout);
    Require.positive("jobs.poll_interval", pollInterval);
    Require.within("jobs.max_attempts", maxAttempts, 1, 100);
    Require.positive("jobs.retry_base", retryBase);
    Require.atLeast("jobs.retry_most", retryMost, retryBase);
    Require.positive("jobs.keep_ended", keepEnded);
    Require.positive("jobs.drain_timeout", drainTimeout);
    Set<String> names = new HashSet<>();
    schedules.forEach(
        each -> Require.that(names.add(each.name()), "jobs.schedules.name", "unique", each.name()));
  }
}
