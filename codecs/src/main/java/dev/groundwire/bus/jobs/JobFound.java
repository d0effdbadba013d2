package dev.groundwire.bus.jobs;

import java.util.List;

/**
 * @param attempts the failed tries, the newest first; only the last hundred
 */
public record JobFound(JobView job, List<JobAttempt> attempts) {
  public JobFound {
    attempts = List.copyOf(attempts);
  }
}
